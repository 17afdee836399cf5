package tablerow

// strip is the number of words that are summed up at a time.
const strip = 256

// sumPortable stores the sums of len(into)/2 words of entries from each start
// on, limited to Most. If keep is set, it adds them to the numbers in into, which are
// at most Most. No sum exceeds 2³² − 1.
func sumPortable(into []int32, entries []uint64, starts []int, keep bool) {
	var memory [strip]uint64
	for offset := 0; offset < len(into)/2; offset += strip {
		sums := begin(&memory, into[2*offset:], keep)
		s := starts
		for ; len(s) >= 5; s = s[5:] {
			addFive(sums, entries[offset:], s)
		}
		if len(s) >= 3 {
			addThree(sums, entries[offset:], s)
			s = s[3:]
		}
		for _, start := range s {
			addOne(sums, entries[offset+start:])
		}
		split(sums, into[2*offset:])
	}
}

// sumLargePortable is sumPortable for sums of any size.
func sumLargePortable(into []int32, entries []uint64, starts []int, keep bool) {
	var memory [strip]uint64
	for offset := 0; offset < len(into)/2; offset += strip {
		sums := begin(&memory, into[2*offset:], keep)
		s := starts
		for ; len(s) >= 2; s = s[2:] {
			addTwoLimited(sums, entries[offset:], s)
		}
		for _, start := range s {
			addOne(sums, entries[offset+start:])
		}
		split(sums, into[2*offset:])
	}
}

// begin returns the sums of the next strip of columns before anything is added.
func begin(memory *[strip]uint64, columns []int32, keep bool) []uint64 {
	sums := memory[:min(strip, len(columns)/2)]
	if keep {
		join(sums, columns)
	} else {
		clear(sums)
	}
	return sums
}

// join stores pairs of columns in words.
func join(words []uint64, columns []int32) {
	columns = columns[:2*len(words)]
	for i := range words {
		if 2*i+1 < len(columns) {
			words[i] = uint64(uint32(columns[2*i])) | uint64(uint32(columns[2*i+1]))<<32
		}
	}
}

// split stores the columns of words, each limited to Most.
func split(words []uint64, columns []int32) {
	columns = columns[:2*len(words)]
	for i, word := range words {
		if 2*i+1 < len(columns) {
			columns[2*i], columns[2*i+1] = int32(min(uint32(word), Most)), int32(min(uint32(word>>32), Most))
		}
	}
}

// addFive adds the rows from the first five starts on. Fewer passes over sums
// are what makes it fast.
func addFive(sums, entries []uint64, starts []int) {
	n := len(sums)
	a, b, c := entries[starts[0]:][:n], entries[starts[1]:][:n], entries[starts[2]:][:n]
	d, e := entries[starts[3]:][:n], entries[starts[4]:][:n]
	for i := range sums {
		sums[i] += a[i] + b[i] + c[i] + d[i] + e[i]
	}
}

func addThree(sums, entries []uint64, starts []int) {
	n := len(sums)
	a, b, c := entries[starts[0]:][:n], entries[starts[1]:][:n], entries[starts[2]:][:n]
	for i := range sums {
		sums[i] += a[i] + b[i] + c[i]
	}
}

// addTwoLimited adds two rows to sums of at most Most, and limits them to it.
// Three times Most is what a column has room for.
func addTwoLimited(sums, entries []uint64, starts []int) {
	n := len(sums)
	a, b := entries[starts[0]:][:n], entries[starts[1]:][:n]
	for i := range sums {
		sums[i] = limit(sums[i] + a[i] + b[i])
	}
}

func addOne(sums, entries []uint64) {
	entries = entries[:len(sums)]
	for i := range sums {
		sums[i] += entries[i]
	}
}

// limit limits both columns of a word to Most.
func limit(word uint64) uint64 {
	const most = Most<<32 | Most
	over := (word | word>>1) & most
	// In a column that is over, all bits below Most are set in over − over>>30.
	return word&^(over<<1|(over-over>>30)) | over
}
