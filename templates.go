package mutasi

import (
	"github.com/mutasi-go/mutasi/internal/jsonshape"
	"github.com/mutasi-go/mutasi/internal/message"
	"github.com/mutasi-go/mutasi/internal/table"
)

// templates are the words of the faults that this package finds. Those that
// concern text alone, whatever it means, are in internal/table and
// internal/jsonshape.
var templates message.List

// FaultTemplates returns the English text of every kind of fault by its code,
// such as
//
//	"seats-negative": "is {seats}; give 0 for a closed post"
//
// {seats} stands for the argument of that name in Args of a [Fault], and {id:q}
// for the argument id in quotes. A table with the same codes in another language
// is what [Fault.Translate] needs. The map is a copy. Codes stay the same from
// version to version.
func FaultTemplates() map[string]string {
	return message.Texts(templates, table.Templates, jsonshape.Templates)
}

// Faults of IDs and references.
var (
	emptyID    = templates.New("id-empty", "is empty; every entry of {table} needs an ID of its own")
	repeatedID = templates.New("id-repeated", "{id:q} is already given in {earlier}; IDs are unique")
	notUTF8    = templates.New("not-utf8", "{text:q} is not valid UTF-8")

	unitCycle = templates.New("unit-cycle", "is a unit below this one; from unit to parent: {units}; leave the parent of the topmost unit empty")

	unitKind = kind{
		empty:       templates.New("unit-empty", "is empty; name a unit"),
		unknown:     templates.New("unit-unknown", "unknown unit {id:q}; correct the ID or add the unit"),
		unknownNear: templates.New("unit-unknown-near", "unknown unit {id:q}; did you mean {near:q}?"),
	}
	postKind = kind{
		empty:       templates.New("post-empty", "is empty; name a post"),
		unknown:     templates.New("post-unknown", "unknown post {id:q}; correct the ID or add the post"),
		unknownNear: templates.New("post-unknown-near", "unknown post {id:q}; did you mean {near:q}?"),
	}
	employeeKind = kind{
		empty:       templates.New("employee-empty", "is empty; name an employee"),
		unknown:     templates.New("employee-unknown", "unknown employee {id:q}; correct the ID or add the employee"),
		unknownNear: templates.New("employee-unknown-near", "unknown employee {id:q}; did you mean {near:q}?"),
	}
)

var namelessRule = templates.New("rule-nameless", "is empty; a refused person is told the rule by its name")

// Faults of the arguments that rules are made with.
var (
	notPeriod = templates.New("rule-period-invalid", "is {number}; give a number from 0 to {most}")
	noDay     = templates.New("rule-day-missing", "is not given; name the day on which tenures are measured")
)

// A kind is one of the three kinds of things that are referred to by ID.
type kind struct {
	empty, unknown, unknownNear *message.Template
}

// Faults of names, numbers and times.
var (
	namelessCompetency = templates.New("competency-nameless", "competency without a name; name it")
	namelessRating     = templates.New("rating-nameless", "rating without a name; name it")
	namelessAttribute  = templates.New("attribute-nameless", "attribute without a name; name it")

	negativeSeats      = templates.New("seats-negative", "is {seats}; give 0 for a closed post")
	tooManySeats       = templates.New("seats-too-many", "is {seats}; at most {most} are possible")
	negativeFloor      = templates.New("min-seats-negative", "is {floor}; give 0 where nobody is required")
	floorOfClosedPost  = templates.New("min-seats-of-closed-post", "is {floor}, but the post is closed (0 seats); open it or require nobody")
	floorAboveSeats    = templates.New("min-seats-above-seats", "is {floor}, more than its {seats} seats")
	notAmount          = templates.New("amount-invalid", "is {value}; give a finite number that is not negative")
	notWeight          = templates.New("requirement-weight-invalid", "weight is {value}; give a finite number that is not negative")
	notLevel           = templates.New("level-invalid", "level is {value}; give a number from 0 to {most}, or leave the entry out where it is unknown")
	notMargin          = templates.New("margin-invalid", "margin is {value}; give a number from 0 to {most}, or leave the entry out where it is unknown")
	notRating          = templates.New("rating-invalid", "is {value}; give a finite number, or leave the rating out where it is unknown")
	notYear            = templates.New("year-invalid", "lies in the year {year}; years go from 1 to 9999, and the zero time is unknown")
	notYearFrom        = templates.New("from-year-invalid", "from lies in the year {year}; years go from 1 to 9999, and the zero time is unknown")
	notYearTo          = templates.New("to-year-invalid", "to lies in the year {year}; years go from 1 to 9999, and the zero time is unknown")
	endsBeforeBegin    = templates.New("tenure-reversed", "ends {to}, before it begins {from}; exchange the two")
	repeatedCompetency = templates.New("competency-repeated", "competency {competency:q} is already required in {earlier}; a standard names each once")
)

// Faults of wishes, objections, relations and placements.
var (
	emptyWish         = templates.New("wish-empty", "is empty; a wish names a post")
	repeatedWish      = templates.New("wish-repeated", "{id:q} is already wished for in {earlier}; name each post once")
	emptyObjection    = templates.New("objection-empty", "names neither a post nor a unit; name one of them")
	relationToSelf    = templates.New("relation-to-self", "relates {id:q} to themselves; name two people")
	emptyPlacement    = templates.New("placement-empty", "is empty; every placement names its employee")
	repeatedPlacement = templates.New("placement-repeated", "{id:q} is already placed by {earlier}; an employee holds one post")
)

// Faults that only files have.
var (
	ownerEmpty       = templates.New("owner-empty", "is empty; name an ID of {file}")
	ownerUnknown     = templates.New("owner-unknown", "no {id:q} in {file}; correct the ID or add it there")
	ownerUnknownNear = templates.New("owner-unknown-near", "no {id:q} in {file}; did you mean {near:q}?")

	repeatedEntry = templates.New("entry-repeated", "{key:q} is already given for {owner:q} in {earlier}; keep one of the two")
	repeatedRank  = templates.New("rank-repeated", "{rank} is already the rank of line {line}; rank the wishes of a person 1, 2, 3, …")

	noHours        = templates.New("effective-hours-zero", "is 0; give the hours that one person works in a year, such as 1250")
	differentHours = templates.New("effective-hours-differ", "is {hours} hours, but {earlier} in an earlier activity of the same post; give one number for each post")
)
