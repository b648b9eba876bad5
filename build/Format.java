import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every source of the tree: {@code check} lists what is not formatted
 * and fails, {@code write} formats it. Run by Maven in the selected JDK, see docs/decisions/0003.
 */
class Format {

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    List<String> call =
        new ArrayList<>(
            write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    call.addAll(sources(Path.of(args[1])));
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int exit = new Main(out, err, System.in).format(call.toArray(String[]::new));
    if (exit != 0 && !write) {
      err.println("The files above are not formatted: run `mvn validate -Dformat=write -N`.");
    }
    System.exit(exit);
  }

  private static List<String> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !root.relativize(file).toString().contains("target/"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }
}
