package programme

import (
	"github.com/mutasi-go/mutasi/internal/message"
)

// templates are the texts of the faults that only this package finds.
var templates message.List

// FaultTemplates returns the English texts of the kinds of faults that only this
// package finds, by their codes. Faults of files and cells have the codes of
// [github.com/mutasi-go/mutasi.FaultTemplates], which explains the texts. The map
// is a copy.
func FaultTemplates() map[string]string {
	return message.Texts(templates)
}

// Faults of pairs.
var (
	pairsUnequal  = templates.New("pairs-unequal", "there are {before} values before and {after} after; a pair needs both")
	pairNotFinite = templates.New("pair-not-finite", "is {before} → {after}; both must be finite")
)

// Faults of panels.
var (
	namelessUnit     = templates.New("panel-unit-empty", "the unit has no name")
	notValue         = templates.New("panel-value-invalid", "the value is {value}; leave the observation out if it is unknown")
	valueTooFar      = templates.New("panel-value-too-large", "the value {value} lies beyond ±{most}")
	periodTooFar     = templates.New("panel-period-too-large", "period {period} lies beyond ±{most}; count periods from a start")
	repeatedPeriod   = templates.New("panel-period-repeated", "unit {unit:q} has another value in period {period}")
	differentTreated = templates.New("panel-treated-differs", "unit {unit:q} is treated in one period and not in another; treated tells who takes part, not when")
)

// Faults of surveys.
var (
	badScale           = templates.New("survey-scale-invalid", "from {least} to {most}; it needs at least two steps within −1000 and 1000")
	namelessItem       = templates.New("survey-item-empty", "the item has no ID")
	repeatedItem       = templates.New("survey-item-repeated", "item {item:q} occurs twice")
	reservedItem       = templates.New("survey-item-reserved", "item {item:q} has the name of another column of the file; rename it")
	namelessRespondent = templates.New("survey-respondent-empty", "the respondent has no ID; a number will do")
	repeatedRespondent = templates.New("survey-respondent-repeated", "respondent {respondent:q} occurs twice")
	unknownItem        = templates.New("survey-item-unknown", "respondent {respondent:q} answers item {item:q}, which the survey does not have")
	answerOffScale     = templates.New("survey-answer-off-scale", "respondent {respondent:q} answers {answer} to item {item:q}; the scale is {least} to {most}")
)
