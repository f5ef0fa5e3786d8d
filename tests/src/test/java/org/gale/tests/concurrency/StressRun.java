package org.gale.tests.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * Run of jcstress in a separate process, with its files under {@code target}, where the harness leaves them. Tests are
 * named without their package.
 *
 * @param samples of each test in the configurations that ended
 * @param failed  tests with a forbidden outcome
 * @param broken  tests that threw, or whose JVM died
 * @param late    tests that timed out
 * @param output  complete output of the harness
 */
record StressRun(
    Map<String, Long> samples, Set<String> failed, Set<String> broken, Set<String> late, String output)
{
    /**
     * Options that find a broken twin in nearly every run; the preset sanity does not. Most of the time of a short run
     * went by while its heap was touched.
     */
    static final List<String> SHORT = List.of(
        "-m", "quick", "-sc", "false", "-f", "1", "-fsm", "1", "-time", "100", "-iters", "4", "-pth", "false",
        "-hs", "64");

    /** Options that compile each actor, or not, separately. */
    static final List<String> LONG = List.of("-m", "quick", "-iters", "4");

    /** Time limit of a search for broken twins in the ordinary suite. */
    static final long SHORT_BOUND_NS = TimeUnit.MINUTES.toNanos(2);

    /** Time limit of a search in the slow suite. */
    static final long LONG_BOUND_NS = TimeUnit.MINUTES.toNanos(10);

    /** Samples that show a broken twin: even on a busy machine one of some 50,000 has the forbidden outcome. */
    static final long SHOWING_SAMPLES = 2_000_000;

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    /** Whether Java has biased locking, which the harness then turns on and off: two runs of each test. */
    private static final boolean IS_BIASED = Runtime.version().feature() < 18;
    private static final int TIMEOUT_S = 600;
    private static final String NAME = "org\\.gale\\.tests\\.concurrency\\.(\\S+)";
    private static final Pattern RAN = Pattern.compile("\\[(?:OK|FAILED)] " + NAME);
    private static final Pattern FAILED = Pattern.compile("\\[FAILED] " + NAME);
    private static final Pattern BROKEN = Pattern.compile(NAME + " \\[.*] had failed with the");
    private static final Pattern LATE = Pattern.compile(NAME + " \\[.*] had timed out");
    private static final Pattern RESULT = Pattern.compile("^ +.* +([0-9,]+) +<?[0-9.]+%  ", Pattern.MULTILINE);
    private static final String SUMMARY = "RUN RESULTS:";

    /** Fails if a test whose name matches has a forbidden outcome, or if there is none. */
    static void assertSound(final String name, final List<String> options) throws IOException, InterruptedException
    {
        final StressRun run = of(name, options);

        assertTrue(!run.samples().isEmpty() || !run.late().isEmpty(), run.output());
        run.assertSound(run.samples().keySet());
    }

    /** Fails if a test has a forbidden outcome or did not run. A machine that is too busy skips it. */
    void assertSound(final Set<String> names)
    {
        assertEquals(Set.of(), common(failed, names), output);
        assertEquals(Set.of(), broken, output);
        assumeTrue(late.isEmpty(), () -> "this machine is too busy for jcstress: " + late);
        assertTrue(samples.keySet().containsAll(names), output);
    }

    /**
     * Runs broken twins until the harness has found each.
     *
     * @param twins   names of classes without their package
     * @param boundNs time limit after which no run begins
     */
    static void findTwins(final Set<String> twins, final List<String> options, final long boundNs)
        throws IOException, InterruptedException
    {
        final long startNs = System.nanoTime();
        final Map<String, Long> hidden = new TreeMap<>();
        twins.forEach(twin -> hidden.put(twin, 0L));
        do
        {
            of(pattern(hidden.keySet()), options).find(hidden);
        }
        while (!hidden.isEmpty() && System.nanoTime() - startNs < boundNs && !isShown(hidden));
        assertFound(hidden);
    }

    /** Takes the twins that this run has found off those that are hidden, and adds its samples of the others. */
    void find(final Map<String, Long> hidden)
    {
        assertEquals(Set.of(), broken, output);
        hidden.keySet().removeAll(failed);
        hidden.replaceAll((twin, before) -> before + samples.getOrDefault(twin, 0L));
    }

    /**
     * Fails if a broken twin is hidden though the run was long enough to show it. A busy machine takes few samples:
     * then the calling test is skipped, which the build's report shows.
     *
     * @param hidden broken twins that were not found, with their samples
     */
    static void assertFound(final Map<String, Long> hidden)
    {
        final Map<String, Long> shown = new TreeMap<>(hidden);
        shown.values().removeIf(samples -> samples < SHOWING_SAMPLES);
        assertEquals(Map.of(), shown, "broken twins that nobody finds, and their samples");
        assumeTrue(hidden.isEmpty(), () -> "this machine hides broken twins, by their samples: " + hidden);
    }

    /** Runs the tests of this package whose names match. */
    static StressRun of(final String name, final List<String> options) throws IOException, InterruptedException
    {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "jcstress gives each actor a core: one is too few");
        final Path directory = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
        final Path output = directory.resolve("output.txt");
        removeResults(directory);

        final List<String> command = new ArrayList<>(List.of(
            JAVA_HOME.resolve("bin/java").toString(),
            "-Djava.home=" + (IS_BIASED ? homeWithoutBiasedLocking(directory.resolve("java")) : JAVA_HOME),
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"),
            "org.openjdk.jcstress.Main",
            "-v", "-t", "concurrency\\." + name,
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

    /**
     * Returns a home of Java whose launcher refuses biased locking. The harness then runs each test once, as on later
     * versions: no test has a monitor.
     */
    private static Path homeWithoutBiasedLocking(final Path home) throws IOException
    {
        Files.createDirectories(home.resolve("bin"));
        for (final String name : List.of("conf", "lib"))
        {
            Files.deleteIfExists(home.resolve(name));
            Files.createSymbolicLink(home.resolve(name), JAVA_HOME.resolve(name));
        }
        Files.writeString(home.resolve("bin/java"), """
            #!/bin/sh
            case " $* " in *" -XX:+UseBiasedLocking "*) exit 1;; esac
            exec '%s' "$@"
            """.formatted(JAVA_HOME.resolve("bin/java")));
        Files.setPosixFilePermissions(home.resolve("bin/java"), PosixFilePermissions.fromString("rwxr-xr-x"));

        return home;
    }

    /** Returns what the output of the harness says. */
    static StressRun parse(final String output)
    {
        final int end = output.indexOf(SUMMARY);
        final String runs = end < 0 ? output : output.substring(0, end);
        final Map<String, Long> samples = new TreeMap<>();
        final Matcher ran = RAN.matcher(runs);
        boolean isFound = ran.find();
        while (isFound)
        {
            final String name = ran.group(1);
            final int from = ran.end();
            isFound = ran.find();
            samples.merge(name, samples(runs.substring(from, isFound ? ran.start() : runs.length())), Long::sum);
        }

        return new StressRun(samples, names(FAILED, output), names(BROKEN, output), names(LATE, output), output);
    }

    /** Returns the expression that matches these tests. */
    static String pattern(final Set<String> names)
    {
        return "(" + String.join("|", names).replace(".", "\\.") + ")";
    }

    private static boolean isShown(final Map<String, Long> hidden)
    {
        return hidden.values().stream().allMatch(samples -> samples >= SHOWING_SAMPLES);
    }

    private static long samples(final String table)
    {
        return RESULT.matcher(table).results().mapToLong(row -> Long.parseLong(row.group(1).replace(",", ""))).sum();
    }

    private static Set<String> names(final Pattern pattern, final String output)
    {
        final Set<String> names = new TreeSet<>();
        pattern.matcher(output).results().forEach(match -> names.add(match.group(1)));

        return names;
    }

    private static Set<String> common(final Set<String> some, final Set<String> others)
    {
        final Set<String> common = new TreeSet<>(some);
        common.retainAll(others);

        return common;
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
