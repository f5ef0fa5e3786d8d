package org.gale.tests.mutation;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.gale.tests.support.SourceTree;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Build of a machine with a fault in it, next to the sources, which do not change. */
final class FaultBuild
{
    private FaultBuild()
    {
    }

    /** Compiles the source with a fault in it into a directory. */
    static void compile(final Fault fault, final Path classes) throws IOException
    {
        final Path source = SourceTree.main(fault.file());
        final Path changed = Files.createDirectories(classes.resolveSibling("source"))
            .resolve(source.getFileName());
        Files.writeString(changed, fault.applied(Files.readAllLines(source)));
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler, "no compiler in this JDK");
        final StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null))
        {
            final boolean isCompiled = compiler.getTask(messages, files, null,
                List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d",
                    classes.toString(), "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"),
                null, files.getJavaFileObjects(changed)).call();
            assertTrue(isCompiled, () -> fault.name() + ": " + messages);
        }
    }

    /**
     * Returns the command of a process that has the classes of a fault before all others.
     *
     * @param program options of the process, its class and its arguments
     */
    static List<String> command(final Path classes, final List<String> program)
    {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java")
            .toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add") || argument.startsWith("-XX:") ||
                argument.startsWith("--enable") || argument.startsWith("--sun"))
            .forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
            classes + ":" + System.getProperty("java.class.path") + ":" + testClasses()));
        command.addAll(program);

        return command;
    }

    /** Returns the classes of the tests of all modules, on which this one does not depend. */
    private static String testClasses()
    {
        return SourceTree.modules().stream().map(module -> module.resolve("target/test-classes").toString())
            .collect(Collectors.joining(":"));
    }
}
