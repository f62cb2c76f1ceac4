package main

// attacking is the environment variable that turns the long tests of hostile
// surroundings on; `make attack` sets it.
const attacking = "PLUMBLINE_ATTACK"
