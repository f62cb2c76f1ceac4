package akinon

import (
	"slices"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// installation is what a customer's installation has been set up with.
type installation struct {
	Commands        []command `json:"commands"`
	SubCommands     []string  `json:"sub_commands"` // added to the command
	DefaultLocation int64     `json:"default_stock_location"`
	Distribution    []route   `json:"distribution"`
	RateLimit       int       `json:"calls_per_minute"` // of one user; 0: no limit
}

func (inst installation) added(subCommand string) bool {
	return slices.Contains(inst.SubCommands, subCommand)
}

// location is a shop or a warehouse.
type location struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	ErpCode string `json:"erp_code"`
}

// denialReason is why items may be missing.
type denialReason struct {
	ID     int64  `json:"id"`
	Title  string `json:"title"`
	Active bool   `json:"is_active"`
}

var (
	installations = store.NewKind[installation]("akinon.installation") // one, under the empty key
	locations     = store.NewKind[location]("akinon.location")
	products      = store.NewKind[bool]("akinon.product") // by SKU
	denialReasons = store.NewKind[denialReason]("akinon.denial_reason")
)

func installationOf(env *simulator.Env) (installation, error) {
	inst, _, err := installations.Get(env.Store(), "")
	return inst, err
}
