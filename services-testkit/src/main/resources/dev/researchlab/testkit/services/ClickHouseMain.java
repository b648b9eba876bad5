import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * Serves ClickHouse's HTTP interface out of libchdb until standard input ends, that is, until the
 * parent closes it or is gone. Its own process: the library replaces signal handlers that a Java VM
 * lives by, unless {@code LD_PRELOAD} names the VM's libjsig. Run from its source, since it calls
 * C, which Java does since 22, and this module is compiled by 21 as well.
 */
final class ClickHouseMain {

  /** The engine parses deeply nested queries by recursion. */
  private static final long ENGINE_STACK_BYTES = 64L << 20;

  private ClickHouseMain() {}

  // Takes the library, and the configuration, beside which boot.sql opens the listener.
  public static void main(String[] args) throws Throwable {
    Path config = Path.of(args[1]);
    Arena arena = Arena.global();
    Linker linker = Linker.nativeLinker();
    SymbolLookup engine = SymbolLookup.libraryLookup(Path.of(args[0]), arena);

    // The engine runs one file of queries after the other and then returns. The second is a pipe to
    // which nobody writes: so it waits there, with the listener open and no query running.
    MemorySegment pipe = arena.allocate(ValueLayout.JAVA_INT, 2);
    MethodHandle openPipe =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("pipe"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    if ((int) openPipe.invokeExact(pipe) != 0) {
      throw new IOException("no pipe can be opened");
    }
    List<String> call =
        List.of(
            "clickhouse",
            "--config-file=" + config,
            "--queries-file=" + config.resolveSibling("boot.sql"),
            "--queries-file=/dev/fd/" + pipe.getAtIndex(ValueLayout.JAVA_INT, 0));
    MemorySegment arguments = arena.allocate(ValueLayout.ADDRESS, call.size() + 1L);
    for (int i = 0; i < call.size(); i++) {
      arguments.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(call.get(i)));
    }

    // Off, so that a crash of the engine ends the process at once.
    MethodHandle handleSignals =
        linker.downcallHandle(
            engine.findOrThrow("chdb_set_signal_handlers_enabled"),
            FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    handleSignals.invokeExact(0);
    MethodHandle run =
        linker.downcallHandle(
            engine.findOrThrow("chdb_query_cmdline"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    new Thread(null, () -> serve(run, call.size(), arguments), "engine", ENGINE_STACK_BYTES)
        .start();

    while (System.in.read() >= 0) {
      // Nobody says anything; the end is the message.
    }
    // What was answered is in files by now, and nobody needs the destructors of the library.
    Runtime.getRuntime().halt(0);
  }

  private static void serve(MethodHandle run, int count, MemorySegment arguments) {
    try {
      MemorySegment ignored = (MemorySegment) run.invokeExact(count, arguments);
      System.err.println("ClickHouse ended by itself");
    } catch (Throwable e) {
      System.err.println("ClickHouse cannot run: " + e);
    }
    Runtime.getRuntime().halt(1);
  }
}
