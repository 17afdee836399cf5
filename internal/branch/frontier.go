package branch

// frontier is a heap of open nodes by bound; deeper ones first, then older.
type frontier []*node

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	a, b := f[i], f[j]
	switch {
	case a.bound != b.bound:
		return a.bound < b.bound
	case a.depth != b.depth:
		return a.depth > b.depth
	}
	return a.order < b.order
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

// Push and Pop are for package container/heap.
func (f *frontier) Push(x any) { *f = append(*f, x.(*node)) }

// Pop removes the last node.
func (f *frontier) Pop() any {
	old := *f
	n := old[len(old)-1]
	*f = old[:len(old)-1]
	return n
}
