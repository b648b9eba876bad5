package dev.researchlab.bootstrap;

import dev.researchlab.adapters.http.ResearchService;
import dev.researchlab.adapters.http.ServiceSettings;
import dev.researchlab.adapters.http.comparison.Comparisons;
import dev.researchlab.adapters.http.dataset.Datasets;
import dev.researchlab.adapters.http.evaluation.Evaluations;
import dev.researchlab.adapters.http.experiment.Experiments;
import dev.researchlab.adapters.http.model.Models;
import dev.researchlab.adapters.http.operations.Health;
import dev.researchlab.adapters.http.operations.Metrics;
import dev.researchlab.adapters.http.operations.OpenApi;
import dev.researchlab.adapters.http.prompt.Prompts;
import dev.researchlab.adapters.http.run.Runs;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
      "The contract is at /openapi, health at /health, figures for Prometheus at /metrics.",
      "Nobody is asked who he is: listen on another address than 127.0.0.1 only behind something",
      "that does ask."
    })
final class ServeCommand implements Callable<Integer> {

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
      defaultValue = "127.0.0.1",
      description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--memory",
      description = "Keeps nothing: neither questions nor answers outlast this process.")
  private boolean memory;

  @Override
  public Integer call() throws InterruptedException {
    ServiceSettings settings = settings();
    AtomicBoolean closing = new AtomicBoolean();
    CountDownLatch end = new CountDownLatch(1);
    try (Session session = memory ? Session.inMemory() : environment.session()) {
      ResearchLab lab = session.lab();
      Metrics metrics = new Metrics(lab::activeRuns);
      try (ResearchService service = start(settings, resources(session, closing), lab, metrics)) {
        session.onInterrupt(
            () -> {
              closing.set(true);
              end.countDown();
            });
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
            "Serving http://%s:%d/api/v1  (Ctrl-C ends it)%n",
            settings.address().getHostAddress(), service.port());
        out.flush();
        for (Run run : lab.runs().resumeInterrupted(ProjectId.DEFAULT)) {
          out.println("Goes on with run " + run.id());
          out.flush();
        }
        end.await();
        lab.park();
      }
    }
    return ExitCode.DONE;
  }

  private ServiceSettings settings() {
    int listenOn = port == null ? environment.settings().port() : port;
    if (listenOn < 0 || listenOn > 65_535) {
      throw new InvalidException("--port", "must be 0 to 65535, not " + listenOn);
    }
    try {
      return ServiceSettings.loopback(listenOn).on(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new InvalidException("--host", "'" + host + "' is no address of this machine", e);
    }
  }

  private static ResearchService start(
      ServiceSettings settings, List<Routes.Resource> resources, ResearchLab lab, Metrics metrics) {
    try {
      return ResearchService.start(settings, resources, lab.requests(), metrics);
    } catch (java.io.UncheckedIOException e) {
      throw new InvalidException(
          "--port",
          "%s:%d cannot be listened on (%s); name another port"
              .formatted(settings.address().getHostAddress(), settings.port(), e.getCause()),
          e);
    }
  }

  static List<Routes.Resource> resources(Session session, AtomicBoolean closing) {
    ResearchLab lab = session.lab();
    ServiceReports reports = new ServiceReports();
    return List.of(
        new Health(session.dependencies(), closing::get, ResearchLab.version()),
        new OpenApi(),
        new Models(lab.models()),
        new Datasets(lab.datasets(), new ServiceDatasetFiles()),
        new Prompts(lab.prompts()),
        new Experiments(lab.experiments(), lab.datasets(), lab.runs(), lab.recordings()),
        new Runs(lab.runs(), lab.evaluations(), lab.comparisons(), reports, closing::get),
        new Evaluations(lab.evaluations(), lab.recordings(), lab.runs()),
        new Comparisons(lab.comparisons(), reports));
  }
}
