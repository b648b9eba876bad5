package dev.researchlab.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The launcher as a process of its own, which can be killed; its output goes to files. */
final class LabProcess implements AutoCloseable {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long LONGEST_SECONDS = 120;

  private final Path out;
  private final Path err;
  private final Process process;

  private LabProcess(Path out, Path err, Process process) {
    this.out = out;
    this.err = err;
    this.process = process;
  }

  /**
   * Starts {@code lab} with those arguments.
   *
   * @param folder for its output
   */
  static LabProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    return start(folder, environment, command);
  }

  static LabProcess start(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LLM_RESEARCH_"));
    builder.environment().putAll(environment);
    return new LabProcess(
        out, err, builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start());
  }

  static String launcher() {
    return ROOT.resolve("lab").toString();
  }

  long pid() {
    return process.pid();
  }

  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError("the lab has ended: " + out() + err());
    }
  }

  /** As {@code kill -9}. */
  @Override
  public void close() {
    Process ended = process.destroyForcibly().onExit().join();
    assert !ended.isAlive();
  }

  /** As {@code kill}: it may end in good order. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end and gives its exit code. */
  int await() throws InterruptedException, IOException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the process does not end; it said: " + err());
    }
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  JsonNode json() throws IOException {
    return JsonMapper.builder().build().readTree(out());
  }
}
