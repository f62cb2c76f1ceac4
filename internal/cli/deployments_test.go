package cli

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/specs/control"
)

// manifest is what of a Kubernetes object has to fit others.
type manifest struct {
	Kind     string
	Metadata struct{ Name string }
	Spec     struct {
		Selector any
		Ports    []struct {
			Port       int
			TargetPort any `yaml:"targetPort"`
		}
		Template struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct{ Containers []container }
		}
	}
}

type container struct {
	Image string
	Args  []string
	Env   []struct{ Name, Value string }
	Ports []struct {
		Name          string
		ContainerPort int `yaml:"containerPort"`
	}
	Readiness probe `yaml:"readinessProbe"`
	Liveness  probe `yaml:"livenessProbe"`
}

type probe struct {
	HTTPGet struct{ Path, Port string } `yaml:"httpGet"`
}

// TestTheKubernetesManifestsFit holds what no schema of Kubernetes knows: that
// variables are flags, that addresses are services, and that probes are there.
func TestTheKubernetesManifestsFit(t *testing.T) {
	objects := manifests(t)
	services := map[string]manifest{}
	var pods []manifest
	for _, m := range objects {
		switch m.Kind {
		case "Service":
			services[m.Metadata.Name] = m
		case "Deployment", "StatefulSet":
			pods = append(pods, m)
		}
	}
	if len(pods) != 3 || len(services) != 3 {
		t.Fatalf("there are %d kinds of pods and %d services, want three of each", len(pods), len(services))
	}
	known := flagVariables(t)
	for _, m := range pods {
		service, found := services[m.Metadata.Name]
		selected, _ := service.Spec.Selector.(map[string]any)
		if label := m.Spec.Template.Metadata.Labels["app"]; !found || selected["app"] != label {
			t.Errorf("no service selects the pods of %s: %v", m.Metadata.Name, service.Spec.Selector)
		}
		for _, c := range m.Spec.Template.Spec.Containers {
			checkContainer(t, c, service, services, known)
		}
	}
}

func checkContainer(t *testing.T, c container, service manifest, services map[string]manifest, known map[string]bool) {
	t.Helper()
	if _, tag, found := strings.Cut(c.Image, ":"); !found || tag == "" {
		t.Errorf("the image %s has no tag", c.Image)
	}
	ports := map[string]bool{}
	for _, p := range c.Ports {
		ports[p.Name] = true
	}
	for _, p := range service.Spec.Ports {
		if name, _ := p.TargetPort.(string); !ports[name] {
			t.Errorf("%s: the service's port %v is none of the pods", c.Image, p.TargetPort)
		}
	}
	for _, e := range c.Env {
		if !known[e.Name] {
			t.Errorf("%s is no variable of plumbline simulate", e.Name)
		}
		if u, err := url.Parse(e.Value); err == nil && u.Host != "" && services[u.Hostname()].Kind == "" {
			t.Errorf("%s: %s is no service", e.Name, u.Hostname())
		}
	}
	for _, p := range []probe{c.Readiness, c.Liveness} {
		if p.HTTPGet.Path != "" && (!bytes.Contains(control.OpenAPI(), []byte("\n  "+p.HTTPGet.Path+":\n")) || !ports[p.HTTPGet.Port]) {
			t.Errorf("the probe of %s at %s has nobody to ask", p.HTTPGet.Path, p.HTTPGet.Port)
		}
	}
}

func manifests(t *testing.T) (objects []manifest) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "kubernetes", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range bytes.Split(text, []byte("\n---\n")) {
			var m manifest
			if err := yaml.Unmarshal(document, &m); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			objects = append(objects, m)
		}
	}
	return objects
}

// flagVariables are the environment twins of the flags of plumbline simulate.
func flagVariables(t *testing.T) map[string]bool {
	t.Helper()
	help := command(t, patience, "simulate", "--help")
	known := map[string]bool{}
	for _, match := range regexp.MustCompile(`\$(PLUMBLINE_\w+)`).FindAllStringSubmatch(help.out, -1) {
		known[match[1]] = true
	}
	if len(known) < 10 {
		t.Fatalf("the help names %d variables", len(known))
	}
	return known
}

// TestTheComposeFileFits is the same for examples/compose.yaml.
func TestTheComposeFileFits(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "examples", "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var compose struct {
		Simulator struct{ Environment map[string]string } `yaml:"x-simulator"`
		Services  map[string]any
	}
	if err := yaml.Unmarshal(text, &compose); err != nil {
		t.Fatal(err)
	}
	known := flagVariables(t)
	if len(compose.Simulator.Environment) == 0 {
		t.Fatal("the simulators have no environment")
	}
	for name, value := range compose.Simulator.Environment {
		if !known[name] {
			t.Errorf("%s is no variable of plumbline simulate", name)
		}
		if u, err := url.Parse(value); err == nil && u.Host != "" && compose.Services[u.Hostname()] == nil {
			t.Errorf("%s: %s is no service", name, u.Hostname())
		}
	}
}
