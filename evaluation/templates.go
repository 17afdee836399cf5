package evaluation

import (
	"github.com/mutasi-go/mutasi/internal/message"
)

// templates lists the texts of the faults of this package.
var templates message.List

// FaultTemplates returns the English text of every kind of fault of this package
// by its code, as [mutasi.FaultTemplates] does for the root package. The map is a
// copy.
func FaultTemplates() map[string]string { return message.Texts(templates) }

// Faults of plans.
var (
	unknownPerson = templates.New("placement-employee-unknown", "is nobody in the organisation; take the placement out or add the person")
	unknownPost   = templates.New("placement-post-unknown", "holds the post {post:q}, which the organisation does not have; correct the ID or add the post")
)
