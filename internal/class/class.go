// Package class sorts items into classes of equal keys, so that what depends on
// the key alone is asked once a class.
package class

// Of returns the class of each item and the first item of each class. Items are
// in one class if and only if their keys, which must be comparable, are equal.
// Classes are numbered by their first items, ascending.
func Of[K comparable](keys []K) (class, first []int32) {
	class = make([]int32, len(keys))
	known := make(map[K]int32)
	for i, key := range keys {
		k, seen := known[key]
		if !seen {
			k = int32(len(first))
			known[key] = k
			first = append(first, int32(i))
		}
		class[i] = k
	}
	return class, first
}
