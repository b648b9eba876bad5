package dev.researchlab.bootstrap;

import dev.researchlab.adapters.http.ResearchService;
import dev.researchlab.adapters.http.ServiceSettings;
import dev.researchlab.adapters.http.audit.AuditLogPage;
import dev.researchlab.adapters.http.comparison.Comparisons;
import dev.researchlab.adapters.http.dataset.Datasets;
import dev.researchlab.adapters.http.evaluation.Evaluations;
import dev.researchlab.adapters.http.experiment.Experiments;
import dev.researchlab.adapters.http.model.Models;
import dev.researchlab.adapters.http.operations.ContractPage;
import dev.researchlab.adapters.http.operations.Health;
import dev.researchlab.adapters.http.operations.Metrics;
import dev.researchlab.adapters.http.operations.OpenApi;
import dev.researchlab.adapters.http.project.ApiKeys;
import dev.researchlab.adapters.http.project.Projects;
import dev.researchlab.adapters.http.prompt.Prompts;
import dev.researchlab.adapters.http.run.Runs;
import dev.researchlab.adapters.http.web.RequestTraces;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.adapters.http.web.ServicePorts;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.bootstrap.telemetry.Telemetry;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.run.Run;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Serves the lab over HTTP until it is told to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves the lab over HTTP, on the stores that the environment names.",
      "Ctrl-C ends it in good order: runs that go on are parked, and go on with the next start.",
      ""
    },
    footer = {
      "",
      "The contract is at /docs and /openapi, health at /health, figures for Prometheus at"
          + " /metrics.",
      "Without authentication: api_key in the configuration nobody is asked who he is. Set it, and",
      "make a key with 'lab keys create', before listening on another address than 127.0.0.1."
    })
final class ServeCommand implements Callable<Integer> {

  private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "0 for any free one. Default: LLM_RESEARCH_PORT, or 3000.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: LLM_RESEARCH_HOST, or 127.0.0.1.")
  private @Nullable String host;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "A second port for health and figures. Default: LLM_RESEARCH_ADMIN_PORT.")
  private @Nullable Integer adminPort;

  @Option(
      names = "--memory",
      description = "Keeps nothing: neither questions nor answers outlast this process.")
  private boolean memory;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = settings();
    settings.log().apply();
    LOG.log(System.Logger.Level.INFO, "lab {0}", ResearchLab.version());
    LOG.log(System.Logger.Level.INFO, ConfigCommand.shown(settings));
    if (!settings.service().keysNeeded() && !settings.service().address().isLoopbackAddress()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "everybody who reaches {0} may do everything: set authentication: api_key",
          settings.service().address().getHostAddress());
    }
    AtomicBoolean closing = new AtomicBoolean();
    CountDownLatch end = new CountDownLatch(1);
    PrometheusRegistry figures = new PrometheusRegistry();
    Telemetry telemetry = Telemetry.to(settings.otlpEndpoint(), figures, ResearchLab.version());
    // The end of the session lets the process end: the last traces have to be sent before it.
    try (Session session =
            memory
                ? Session.inMemory(telemetry::observed)
                : Session.open(settings, telemetry::observed);
        telemetry) {
      ResearchLab lab = session.lab();
      telemetry.showRuns(lab::activeRuns);
      try (ResearchService service =
          start(settings.service(), session, closing, new Metrics(figures), telemetry)) {
        session.onInterrupt(
            () -> {
              closing.set(true);
              end.countDown();
            });
        String address = "http://" + settings.service().address().getHostAddress();
        if (settings.service().adminPort() != null) {
          say("Health and figures at %s:%d".formatted(address, service.adminPort()));
        }
        say("Serving %s:%d/api/v1  (Ctrl-C ends it)".formatted(address, service.port()));
        for (Project project : lab.projects().projects()) {
          for (Run run : lab.runs().resumeInterrupted(project.id())) {
            say("Goes on with run " + run.id());
          }
        }
        end.await();
        LOG.log(System.Logger.Level.INFO, "ending: runs are parked, requests end");
        lab.park();
      }
    }
    return ExitCode.DONE;
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private Settings settings() {
    return Settings.of(
        environment
            .configuration()
            .with("port", "--port", port)
            .with("host", "--host", host)
            .with("admin_port", "--admin-port", adminPort));
  }

  private static ResearchService start(
      ServiceSettings settings,
      Session session,
      AtomicBoolean closing,
      Metrics metrics,
      Telemetry telemetry) {
    ResearchLab lab = session.lab();
    try {
      Health health = new Health(session.dependencies(), closing::get, ResearchLab.version());
      return ResearchService.start(
          settings,
          resources(session, health, closing),
          settings.adminPort() == null ? List.of(metrics) : List.of(health, metrics),
          new ServicePorts(lab.projects(), lab.apiKeys(), lab.requests(), lab.audit()),
          new RequestTraces(telemetry.traces()),
          metrics);
    } catch (java.io.UncheckedIOException e) {
      throw new InvalidException(
          "--port",
          "%s:%d cannot be listened on (%s); name another port"
              .formatted(settings.address().getHostAddress(), settings.port(), e.getCause()),
          e);
    }
  }

  static List<Routes.Resource> resources(Session session, Health health, AtomicBoolean closing) {
    ResearchLab lab = session.lab();
    ServiceReports reports = new ServiceReports();
    return List.of(
        health,
        new OpenApi(),
        new ContractPage(),
        new Projects(lab.projects()),
        new ApiKeys(lab.apiKeys()),
        new AuditLogPage(lab.audit()),
        new Models(lab.models()),
        new Datasets(lab.datasets(), new ServiceDatasetFiles()),
        new Prompts(lab.prompts()),
        new Experiments(lab.experiments(), lab.datasets(), lab.runs(), lab.recordings(), reports),
        new Runs(lab.runs(), lab.evaluations(), lab.comparisons(), reports, closing::get),
        new Evaluations(lab.evaluations(), lab.recordings(), lab.runs()),
        new Comparisons(lab.comparisons(), lab.runs(), reports));
  }
}
