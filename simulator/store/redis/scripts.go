package redis

import "github.com/redis/go-redis/v9"

// The scripts are one step each for whoever reads or changes a world. Those
// that read answer with the version first.
var (
	// readScript: version, data; paths.
	readScript = redis.NewScript(`
return {redis.call('GET', KEYS[1]), unpack(redis.call('HMGET', KEYS[2], unpack(ARGV)))}`)

	// rangeScript: version, data, index; first, last, most. The answer has paths
	// and values in turn.
	rangeScript = redis.NewScript(`
local answer = {redis.call('GET', KEYS[1])}
local paths = redis.call('ZRANGE', KEYS[3], ARGV[1], ARGV[2], 'BYLEX', 'LIMIT', 0, ARGV[3])
if #paths > 0 then
  local values = redis.call('HMGET', KEYS[2], unpack(paths))
  for n, path in ipairs(paths) do
    answer[2*n] = path
    answer[2*n+1] = values[n]
  end
end
return answer`)

	// The scripts that change a world begin with mark, version, data, index,
	// worlds; token, world, seconds of the mark.

	// commitScript: claim; version expected, process, number of deletions, their
	// paths, and paths and values in turn.
	commitScript = redis.NewScript(`
local token, world = ARGV[1], ARGV[2]
if redis.call('GET', KEYS[1]) == token then return 1 end
if (redis.call('GET', KEYS[2]) or '') ~= ARGV[4] then return 0 end
if (redis.call('GET', KEYS[6]) or ARGV[5]) ~= ARGV[5] then return 0 end
local first = 7 + tonumber(ARGV[6])
for n = 7, first - 1 do
  redis.call('HDEL', KEYS[3], ARGV[n])
  redis.call('ZREM', KEYS[4], ARGV[n])
end
for n = first, #ARGV, 2 do
  redis.call('HSET', KEYS[3], ARGV[n], ARGV[n+1])
  redis.call('ZADD', KEYS[4], 0, ARGV[n])
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  redis.call('SET', KEYS[2], token)
  redis.call('ZADD', KEYS[5], 0, world)
else
  redis.call('DEL', KEYS[2])
  redis.call('ZREM', KEYS[5], world)
end
redis.call('SET', KEYS[1], token, 'EX', ARGV[3])
return 1`)

	// dropScript, made twice, would take what others have put there in between.
	dropScript = redis.NewScript(`
local token, world = ARGV[1], ARGV[2]
if redis.call('GET', KEYS[1]) == token then return 1 end
redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4])
redis.call('ZREM', KEYS[5], world)
redis.call('SET', KEYS[1], token, 'EX', ARGV[3])
return 1`)

	// yieldScript: claim; process.
	yieldScript = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`)

	// stageScript: data, index of a copy; seconds until they are forgotten, and
	// paths and values in turn.
	stageScript = redis.NewScript(`
for n = 2, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[n], ARGV[n+1])
  redis.call('ZADD', KEYS[2], 0, ARGV[n])
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[1])
return 1`)

	// swapScript: data and index of a copy, which takes the place of the world.
	swapScript = redis.NewScript(`
local token, world = ARGV[1], ARGV[2]
if redis.call('GET', KEYS[1]) == token then return 1 end
if redis.call('EXISTS', KEYS[6], KEYS[7]) ~= 2 then return 0 end
redis.call('UNLINK', KEYS[3], KEYS[4])
redis.call('RENAME', KEYS[6], KEYS[3])
redis.call('RENAME', KEYS[7], KEYS[4])
redis.call('PERSIST', KEYS[3])
redis.call('PERSIST', KEYS[4])
redis.call('SET', KEYS[2], token)
redis.call('ZADD', KEYS[5], 0, world)
redis.call('SET', KEYS[1], token, 'EX', ARGV[3])
return 1`)
)
