package dev.researchlab.application;

import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.audit.ForKeepingTheAuditLog;
import dev.researchlab.ports.driving.comparison.ForComparingResults;
import dev.researchlab.ports.driving.dataset.ForCuratingDatasets;
import dev.researchlab.ports.driving.evaluation.ForReadingEvaluations;
import dev.researchlab.ports.driving.evaluation.ForRecordingEvaluations;
import dev.researchlab.ports.driving.experiment.ForDesigningExperiments;
import dev.researchlab.ports.driving.model.ForRegisteringModels;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.ForManagingProjects;
import dev.researchlab.ports.driving.prompt.ForWritingPrompts;
import dev.researchlab.ports.driving.request.ForRepeatingRequests;
import dev.researchlab.ports.driving.run.ForRunningExperiments;
import java.util.Objects;

/**
 * The laboratory: the way in for the command line, the service, tests and applications that embed
 * it. Thread-safe. Closing it stops the runs that go on; what they recorded stays.
 */
public final class ResearchLab implements AutoCloseable {

  private final RegisterModels models;
  private final CurateDatasets datasets;
  private final WritePrompts prompts;
  private final DesignExperiments experiments;
  private final RunExperiments runs;
  private final ReadEvaluations evaluations;
  private final CompareResults comparisons;
  private final RecordEvaluations recordings;
  private final KeepRequests requests;
  private final ManageProjects projects;
  private final ManageApiKeys apiKeys;
  private final KeepAuditLog audit;

  private ResearchLab(DrivenPorts ports) {
    Providers providers = new Providers(ports.providers());
    MetricRegistry metrics = new MetricRegistry(ports.metricTypes());
    this.models = new RegisterModels(ports, providers);
    this.datasets = new CurateDatasets(ports);
    this.prompts = new WritePrompts(ports);
    this.experiments = new DesignExperiments(ports, metrics);
    this.runs = new RunExperiments(ports, providers, metrics, version());
    this.evaluations = new ReadEvaluations(ports);
    this.comparisons = new CompareResults(ports, metrics, version());
    this.recordings = new RecordEvaluations(ports, metrics, version(), runs::store);
    this.requests = new KeepRequests(ports);
    this.projects = new ManageProjects(ports);
    this.apiKeys = new ManageApiKeys(ports);
    this.audit = new KeepAuditLog(ports);
  }

  /**
   * A laboratory on these ports.
   *
   * @throws IllegalArgumentException if two providers or two metric types have the same name
   */
  public static ResearchLab with(DrivenPorts ports) {
    return new ResearchLab(ports);
  }

  /** The version of the lab, as manifests name it. */
  public static String version() {
    return Objects.requireNonNullElse(
        ResearchLab.class.getPackage().getImplementationVersion(), "development");
  }

  /** Makes the projects that everything else belongs to. */
  public ForManagingProjects projects() {
    return projects;
  }

  /** Gives out keys to the service and takes them back. */
  public ForManagingApiKeys apiKeys() {
    return apiKeys;
  }

  /** Remembers what was done. */
  public ForKeepingTheAuditLog audit() {
    return audit;
  }

  /** Says which models there are and how they are reached. */
  public ForRegisteringModels models() {
    return models;
  }

  /** Brings questions in and looks at them. */
  public ForCuratingDatasets datasets() {
    return datasets;
  }

  /** Writes prompt templates and looks at them. */
  public ForWritingPrompts prompts() {
    return prompts;
  }

  /** States what is to be found out, and how. */
  public ForDesigningExperiments experiments() {
    return experiments;
  }

  /** Runs experiments, watches them and stops them. */
  public ForRunningExperiments runs() {
    return runs;
  }

  /** Looks at single outcomes. */
  public ForReadingEvaluations evaluations() {
    return evaluations;
  }

  /** Turns outcomes into findings. */
  public ForComparingResults comparisons() {
    return comparisons;
  }

  /** Takes outcomes that were produced elsewhere. */
  public ForRecordingEvaluations recordings() {
    return recordings;
  }

  /** Lets a request be sent again without doing twice what it does. */
  public ForRepeatingRequests requests() {
    return requests;
  }

  /** How many runs go on in this process now. */
  public int activeRuns() {
    return runs.going();
  }

  /**
   * Ends the runs that go on, in well under a second, and leaves them to {@link
   * ForRunningExperiments#resumeInterrupted} at the next start. What was recorded stays.
   */
  public void park() {
    runs.park();
  }

  @Override
  public void close() {
    recordings.close();
    runs.close();
  }
}
