// Package order sorts large lists by integer keys and by strings, with radix
// sort instead of comparisons. A comparison sort of a million items reads each of
// them twenty times, from all over the memory.
package order

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// Key is what an item is sorted by.
type Key struct {
	Value uint64
	Item  int32
}

// Keys sorts keys by value, ascending. Keys of equal values keep their order.
// Then it calls ties, unless that is nil, for each run of two or more keys of
// equal values, in ascending order; ties may sort the run. It takes O(n) time,
// and as much memory again as the keys.
func Keys(keys []Key, ties func(run []Key)) {
	if len(keys) < shortest {
		slices.SortStableFunc(keys, func(a, b Key) int { return cmp.Compare(a.Value, b.Value) })
	} else {
		radix(keys)
	}
	if ties == nil {
		return
	}
	for first, k := 0, 1; k <= len(keys); k++ {
		if k < len(keys) && keys[k].Value == keys[first].Value {
			continue
		}
		if k-first > 1 {
			ties(keys[first:k])
		}
		first = k
	}
}

// shortest is the length from which on counting all digits pays.
const shortest = 1 << 10

// radix sorts keys by their eight bytes, the lowest first. Each pass is stable,
// so that after the last one the higher bytes decide before the lower ones. Bytes
// that are the same in all keys take no pass.
func radix(keys []Key) {
	const digits, base = 8, 256
	count := new([digits][base]int)
	for _, x := range keys {
		for d := range digits {
			count[d][byte(x.Value>>(8*d))]++
		}
	}
	from, to := keys, make([]Key, len(keys))
	for d := range digits {
		n, shift := &count[d], 8*d
		if n[byte(from[0].Value>>shift)] == len(from) {
			continue
		}
		start := 0
		for k := range n {
			n[k], start = start, start+n[k]
		}
		for _, x := range from {
			k := byte(x.Value >> shift)
			to[n[k]] = x
			n[k]++
		}
		from, to = to, from
	}
	if &from[0] != &keys[0] {
		copy(keys, from)
	}
}

// Strings returns the indices of n strings in their byte order; equal strings
// stand in the order of their indices. It returns nil if the strings are in this
// order already. At returns the string of an index, the same on every call.
//
// It takes time and memory linear in n and the length of the strings. Only runs of
// fewer than 1024 strings with eight bytes in common are sorted by comparison.
func Strings(n int, at func(int) string) []int32 {
	if n == 0 {
		return nil
	}
	first, last := at(0), at(0)
	shared, sorted := len(first), true
	for i := 1; i < n; i++ {
		s := at(i)
		shared = sharedPrefix(first[:shared], s)
		sorted = sorted && last <= s
		last = s
	}
	if sorted {
		return nil
	}
	keys := make([]Key, n)
	for i := range keys {
		keys[i].Item = int32(i)
	}
	sortFrom(keys, shared, at)
	index := make([]int32, n)
	for k, x := range keys {
		index[k] = x.Item
	}
	return index
}

// sortFrom sorts strings that have the first bytes in common, as many as from.
func sortFrom(keys []Key, from int, at func(int) string) {
	const width = 8
	for k := range keys {
		keys[k].Value = leading(at(int(keys[k].Item))[from:])
	}
	Keys(keys, func(run []Key) {
		// Zeros fill up a string that ends here, so another one of the run may
		// be longer by zero bytes.
		ends := slices.ContainsFunc(run, func(x Key) bool { return len(at(int(x.Item))) < from+width })
		if !ends && len(run) >= shortest {
			sortFrom(run, from+width, at)
			return
		}
		slices.SortStableFunc(run, func(a, b Key) int {
			return strings.Compare(at(int(a.Item))[from:], at(int(b.Item))[from:])
		})
	})
}

// leading returns the first eight bytes of s as a number, with zeros after the
// end of s.
func leading(s string) uint64 {
	var b [8]byte
	copy(b[:], s)
	return binary.BigEndian.Uint64(b[:])
}

// sharedPrefix returns the length of the longest common prefix of a and b.
func sharedPrefix(a, b string) int {
	n := min(len(a), len(b))
	for k := range n {
		if a[k] != b[k] {
			return k
		}
	}
	return n
}
