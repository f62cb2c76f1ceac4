package cli

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/simulator/store/servicetest"
)

// action is what of action.yml is looked at here.
type action struct {
	Name, Description string
	Inputs            map[string]struct {
		Description string
		Default     *string
	}
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []struct {
			Name, ID, Shell, Run, Uses string
			Env                        map[string]string
		}
	}
}

var expression = regexp.MustCompile(`\$\{\{ *([a-z.]+) *\}\}`)

// TestAction checks what GitHub would refuse of action.yml, and runs its steps
// as GitHub does: each in bash, with its environment.
func TestAction(t *testing.T) {
	servicetest.Tools(t, "bash")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	a := readAction(t, filepath.Join(root, "action.yml"))
	for _, test := range []struct {
		name   string
		inputs map[string]string
		status int
		says   []string // in what the steps print, and in the summary
	}{
		{"conformant", map[string]string{"vendor": "deliveryoptimizer", "arguments": "--rules deliveryoptimizer/delete-*"}, 0, []string{"conformant: ", "Plumbline: conformant"}},
		{"a failure", map[string]string{"vendor": "deliveryoptimizer", "arguments": "--rules deliveryoptimizer/delete-* --defect deliveryoptimizer/delete-removes"}, 1,
			[]string{"::error ", "title=deliveryoptimizer/delete-removes::", "not conformant: ", "<code>deliveryoptimizer/delete-removes</code>"}},
		{"a mistake", map[string]string{"vendor": "nosuch; touch owned"}, 2, []string{"unknown vendor"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			file := func(name string) string { return filepath.Join(dir, name) }
			program, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(os.Mkdir(file("bin"), 0o700), os.Symlink(program, filepath.Join(dir, "bin", "plumbline"))); err != nil {
				t.Fatal(err)
			}
			var printed strings.Builder
			status := 0
			for _, step := range a.Runs.Steps {
				c := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
				c.Dir, c.Stdout, c.Stderr = dir, &printed, &printed
				c.Env = []string{
					"PATH=" + file("bin") + ":" + os.Getenv("PATH"), "GITHUB_ACTION_PATH=" + root, "RUNNER_TEMP=" + dir,
					"GITHUB_PATH=" + file("path"), "GITHUB_OUTPUT=" + file("output"), "GITHUB_STEP_SUMMARY=" + file("summary"),
				}
				for name, value := range step.Env {
					c.Env = append(c.Env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
						input := strings.TrimPrefix(expression.FindStringSubmatch(e)[1], "inputs.")
						if given, ok := test.inputs[input]; ok {
							return given
						}
						return *a.Inputs[input].Default
					}))
				}
				if c.Run() != nil {
					status = c.ProcessState.ExitCode()
					break
				}
			}
			summary, _ := os.ReadFile(file("summary")) // a mistake writes none
			for _, says := range test.says {
				if !strings.Contains(printed.String()+string(summary), says) {
					t.Errorf("it does not say %q:\n%s", says, printed.String())
				}
			}
			output, _ := os.ReadFile(file("output"))
			if want := "status=" + string(rune('0'+test.status)) + "\n"; status != test.status || string(output) != want {
				t.Errorf("status %d, output %q, want %q:\n%s", status, output, want, printed.String())
			}
			if _, err := os.Stat(file("plumbline-reports/report.html")); (err == nil) != (test.status < 2) {
				t.Errorf("the page: %v", err)
			}
			if _, err := os.Stat(file("owned")); err == nil {
				t.Error("an input was run as a command")
			}
		})
	}
}

func readAction(t *testing.T, name string) action {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	if a.Name == "" || a.Description == "" || a.Runs.Using != "composite" || len(a.Runs.Steps) == 0 {
		t.Errorf("name, description, using composite and steps are asked for: %+v", a)
	}
	for _, match := range expression.FindAllStringSubmatch(string(text), -1) {
		input, isInput := strings.CutPrefix(match[1], "inputs.")
		if of, ok := a.Inputs[input]; isInput && (!ok || of.Default == nil || of.Description == "") {
			t.Errorf("the input %s is not declared with a description and a default", input)
		}
	}
	for _, step := range a.Runs.Steps {
		if step.Run == "" || step.Shell != "bash" {
			t.Errorf("step %q: a run needs a shell", step.Name)
		}
		if expression.MatchString(step.Run) {
			t.Errorf("step %q: an expression in a script is run as one; hand it in by env", step.Name)
		}
	}
	return a
}
