package dev.thaw.workers.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The driver's library, opened. Its functions are called by name, so that one which an old driver
 * lacks is an error code like any other. Not safe for several threads.
 */
final class NvmlLibrary {

  private final SymbolLookup symbols;
  private final Map<String, Optional<MethodHandle>> handles = new HashMap<>();

  private NvmlLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** Opens the first library that is there; it stays open until the virtual machine ends. */
  @SuppressWarnings("restricted")
  static Optional<NvmlLibrary> open(List<String> names) {
    for (String name : names) {
      try {
        return Optional.of(new NvmlLibrary(SymbolLookup.libraryLookup(name, Arena.global())));
      } catch (IllegalArgumentException e) {
        // Not there, or not a library for this machine: the next name may be.
      }
    }
    return Optional.empty();
  }

  /**
   * Calls a function that answers an {@code nvmlReturn_t}.
   *
   * @param arguments {@link Integer} for {@code int}, {@code unsigned} and enumerations, {@link
   *     MemorySegment} for pointers; of the same types in every call of this function
   * @return the code; {@link NvmlReturn#FUNCTION_NOT_FOUND} also if there is no such function
   */
  int call(String function, Object... arguments) {
    Optional<MethodHandle> handle = handles.get(function);
    if (handle == null) {
      handle = symbols.find(function).map(address -> bind(address, arguments));
      handles.put(function, handle);
    }
    return handle.map(h -> invoke(h, arguments)).orElse(NvmlReturn.FUNCTION_NOT_FOUND);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(MemorySegment address, Object[] arguments) {
    MemoryLayout[] layouts =
        Arrays.stream(arguments).map(NvmlLibrary::layoutOf).toArray(MemoryLayout[]::new);
    return Linker.nativeLinker()
        .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts));
  }

  private static MemoryLayout layoutOf(Object argument) {
    return argument instanceof Integer ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS;
  }

  private static int invoke(MethodHandle handle, Object[] arguments) {
    try {
      return (int) handle.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("A native call threw a checked exception.", e);
    }
  }
}
