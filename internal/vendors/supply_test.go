package vendors

// enough is how many entities of each kind settle everything.
func enough(string) int { return 150 }
