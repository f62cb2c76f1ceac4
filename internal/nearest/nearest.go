// Package nearest finds the name that somebody may have meant.
package nearest

import "strings"

// DidYouMean names the known name that is nearest to a mistyped one, as the end
// of an error message; it is empty where none is near.
func DidYouMean(name string, known []string) string {
	if best := Of(name, known); best != "" {
		return "; did you mean " + best + "?"
	}
	return ""
}

// Of returns the known name that is nearest to a mistyped one, without regard to
// upper and lower case, or else the first that begins with what was typed; empty
// where there is none of either.
func Of(name string, known []string) string {
	const least = 4 // letters: fewer begin many names
	best, nearest := "", max(2, len(name)/4)+1
	for _, k := range known {
		if d := Distance(strings.ToLower(name), strings.ToLower(k)); d < nearest {
			best, nearest = k, d
		}
	}
	if best != "" || len(name) < least {
		return best
	}
	for _, k := range known {
		if strings.HasPrefix(strings.ToLower(k), strings.ToLower(name)) {
			return k
		}
	}
	return ""
}

// longest bounds what is compared: the work grows with the product of lengths.
const longest = 200

// Distance is how many letters have to be put in, taken out, changed or swapped
// with their neighbour to make one name of the other (optimal string alignment).
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > longest || len(y) > longest {
		return max(len(x), len(y))
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
