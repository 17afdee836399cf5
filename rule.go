package mutasi

// Rule says who may hold what. Rules are data: they carry the reason that a
// refused person is given and the author who answers for it, and regulations
// become dated lists of rules. A solver obeys them, an audit counts how often a
// plan breaks them, and both ask [Rule.Permits], so that they cannot disagree.
type Rule struct {
	Name   string // short and unique among the rules of a problem
	Reason string // why, for the person concerned: "PP 11/2017 art. 190(3)"
	Author string // who set the rule

	// Stay extends the rule to whoever would merely stay in the post they
	// hold. Without it the rule is about moves: nobody loses a post by it.
	Stay bool

	// Allows reports whether the person may hold the post. It is never
	// called for the bench, must be pure, and may be called concurrently.
	// Nil allows everything.
	Allows func(*Employee, *Position) bool
}

// Permits reports whether the rule lets e hold p, where held is the post that e
// holds before the plan ("" for none). It is true without asking Allows if e
// would merely stay and the rule does not bind those who stay.
func (r Rule) Permits(e *Employee, p *Position, held PositionID) bool {
	if r.Allows == nil || !r.Stay && p.ID == held {
		return true
	}
	return r.Allows(e, p)
}
