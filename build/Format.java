import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over the sources that changed since it last found nothing to do: {@code
 * check} lists what is not formatted and fails, {@code write} formats it. Run by Maven in the
 * selected JDK, see docs/decisions/0003.
 */
class Format {

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);
    Path clean = root.resolve("target/formatted");
    FileTime begin = FileTime.fromMillis(System.currentTimeMillis());
    List<String> changed = sources(root, clean);
    if (changed.isEmpty()) {
      return;
    }
    List<String> call =
        new ArrayList<>(
            write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    call.addAll(changed);
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int exit = new Main(out, err, System.in).format(call.toArray(String[]::new));
    if (exit == 0) {
      Files.write(clean, new byte[0]);
      Files.setLastModifiedTime(clean, begin);
    } else if (!write) {
      err.println("The files above are not formatted: run `mvn -N validate -Dformat=write`.");
    }
    System.exit(exit);
  }

  private static List<String> sources(Path root, Path clean) throws IOException {
    FileTime since =
        Files.exists(clean) ? Files.getLastModifiedTime(clean) : FileTime.fromMillis(0);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !root.relativize(file).toString().contains("target/"))
          .filter(file -> lastModified(file).compareTo(since) >= 0)
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
