package org.gale.tests.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * Run of jcstress in a separate process, with its files under {@code target}, where the harness leaves them.
 *
 * @param failed names of the tests with a forbidden outcome, without their packages
 * @param passed number of configurations of tests without one
 * @param errors number of configurations that did not run
 * @param output complete output of the harness
 */
record StressRun(Set<String> failed, int passed, int errors, String output)
{
    /** Options that find a broken twin in nearly every run; the preset sanity does not. */
    static final List<String> SHORT = List.of(
        "-m", "quick", "-sc", "false", "-f", "1", "-fsm", "1", "-time", "100", "-iters", "2");

    /** Options that compile each actor, or not, separately. */
    static final List<String> LONG = List.of("-m", "quick", "-iters", "4");

    /** Time limit of a search for broken twins in the ordinary suite. */
    static final long SHORT_BOUND_NS = TimeUnit.MINUTES.toNanos(2);

    /** Time limit of a search in the slow suite. */
    static final long LONG_BOUND_NS = TimeUnit.MINUTES.toNanos(10);

    private static final int TIMEOUT_S = 600;
    private static final Pattern FAILED = Pattern.compile("\\[FAILED] org\\.gale\\.tests\\.concurrency\\.(\\S+)");
    private static final Pattern RESULTS =
        Pattern.compile("\\(Results: \\d+ planned; (\\d+) passed, \\d+ failed, (\\d+) soft errs, (\\d+) hard errs\\)");

    /** Fails if a sound test has a forbidden outcome, or does not exist. A machine that is too busy skips it. */
    static void assertSound(final String name, final List<String> options) throws IOException, InterruptedException
    {
        final StressRun run = of(name, options);

        assertEquals(Set.of(), run.failed(), run.output());
        assumeTrue(run.errors() == 0, "this machine is too busy for jcstress");
        assertTrue(run.passed() > 0, run.output());
    }

    /**
     * Runs broken twins until the harness has found each. A busy machine may hide one: then the calling test is
     * skipped, which the build's report shows, and does not fail.
     *
     * @param twins   names of classes without their package
     * @param boundNs time limit after which no run begins
     */
    static void findTwins(final Set<String> twins, final List<String> options, final long boundNs)
        throws IOException, InterruptedException
    {
        final long startNs = System.nanoTime();
        final Set<String> hidden = new TreeSet<>(twins);
        int runs = 0;
        do
        {
            final StressRun run = of("(" + String.join("|", hidden).replace(".", "\\.") + ")", options);
            hidden.removeAll(run.failed());
            runs++;
        }
        while (!hidden.isEmpty() && System.nanoTime() - startNs < boundNs);
        assumeTrue(hidden.isEmpty(), "this machine hides the broken twins " + hidden + ": runs=" + runs);
    }

    /** Runs the tests of this package whose names match. */
    static StressRun of(final String name, final List<String> options) throws IOException, InterruptedException
    {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "jcstress gives each actor a core: one is too few");
        final Path directory = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
        final Path output = directory.resolve("output.txt");
        removeResults(directory);

        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            "org.openjdk.jcstress.Main",
            "-t", "concurrency\\." + name,
            "-r", directory.resolve("report").toString(),
            "-jvmArgs", "-ea"));
        command.addAll(options);

        final Process process = new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

        try
        {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
            {
                throw new TestAbortedException("this machine is too busy for jcstress");
            }
        }
        finally
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        return parse(Files.readString(output));
    }

    private static StressRun parse(final String output)
    {
        final Set<String> failed = new TreeSet<>();
        final Matcher failures = FAILED.matcher(output);
        while (failures.find())
        {
            failed.add(failures.group(1));
        }

        int passed = 0;
        int errors = 0;
        final Matcher results = RESULTS.matcher(output);
        while (results.find())                                                  // a running count: the last one stays
        {
            passed = Integer.parseInt(results.group(1));
            errors = Integer.parseInt(results.group(2)) + Integer.parseInt(results.group(3));
        }

        return new StressRun(failed, passed, errors, output);
    }

    private static void removeResults(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            for (final Path file : files.filter(path -> path.toString().endsWith(".bin.gz")).toList())
            {
                Files.delete(file);
            }
        }
    }
}
