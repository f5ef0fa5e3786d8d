package org.gale.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Process of a storm or of its strawman, in a separate JVM, whose JSON output is read. */
final class StormProcess
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String JAVA_HOME = System.getProperty("java.home");

    private StormProcess()
    {
    }

    /** Runs the strawman and returns its report. */
    static JsonNode strawman(final BenchmarkSettings settings) throws MeasurementException
    {
        return run(settings.strawmanCommand(JAVA_HOME));
    }

    /**
     * Runs a paced strawman and returns its report.
     *
     * @param words name of its class, and its command line
     */
    static JsonNode paced(final BenchmarkSettings settings, final List<String> words) throws MeasurementException
    {
        return run(settings.javaCommand(JAVA_HOME, words));
    }

    /** Runs the default storm and returns its report. */
    static JsonNode storm(final BenchmarkSettings settings, final boolean isReplayed) throws MeasurementException
    {
        return storm(settings, BenchmarkSettings.DEFAULT, isReplayed);
    }

    /**
     * Runs a storm and returns its report. Its journal goes to a directory that is removed.
     *
     * @param profile of the storm's traffic, and further words of the command line behind it
     */
    static JsonNode storm(final BenchmarkSettings settings, final String profile, final boolean isReplayed)
        throws MeasurementException
    {
        return storm(settings, profile, isReplayed, pid -> { });
    }

    /**
     * Runs a storm and returns the anonymous memory that its process has when it writes its report, bytes.
     *
     * @param profile of the storm's traffic, and further words of the command line behind it
     */
    static long anonymousBytes(final BenchmarkSettings settings, final String profile) throws MeasurementException
    {
        final long[] bytes = new long[1];
        storm(settings, profile, false, pid ->
        {
            try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status")))
            {
                bytes[0] = 1024 * lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
            }
        });
        if (bytes[0] == 0)
        {
            throw new MeasurementException("the host does not tell the memory of a process", null);
        }

        return bytes[0];
    }

    /** Reader of a figure of a process that is about to end. */
    @FunctionalInterface
    private interface FigureReader
    {
        /** Reads the figure. */
        void read(long pid) throws IOException;
    }

    private static JsonNode storm(
        final BenchmarkSettings settings, final String profile, final boolean isReplayed, final FigureReader figure)
        throws MeasurementException
    {
        if (!settings.isJournaled())
        {
            return run(settings.stormCommand(profile, "none", isReplayed), figure);
        }
        try
        {
            final Path directory = Files.createTempDirectory(Path.of(settings.journal()), "gale-bench-");
            try
            {
                return run(
                    settings.stormCommand(profile, directory.resolve("journal").toString(), isReplayed), figure);
            }
            finally
            {
                remove(directory);
            }
        }
        catch (final IOException ex)
        {
            throw new MeasurementException("no journal below " + settings.journal() + ": " + ex.getMessage(), ex);
        }
    }

    /**
     * Runs a storm that is not replayed, and returns its report.
     *
     * @param profile of the storm's traffic, and further words of the command line behind it
     * @throws MeasurementException also if the storm lost or invented an interrupt: it has no rate
     */
    static JsonNode lossless(final BenchmarkSettings settings, final String profile) throws MeasurementException
    {
        final JsonNode report = storm(settings, profile, false);
        final long remainder = report.at("/accounting/remainder").asLong(-1);
        if (remainder != 0)
        {
            throw new MeasurementException("the remainder of " + profile + " is " + remainder, null);
        }

        return report;
    }

    /** Runs a command and returns the report that it prints. */
    static JsonNode run(final List<String> command) throws MeasurementException
    {
        return run(command, pid -> { });
    }

    private static JsonNode run(final List<String> command, final FigureReader figure) throws MeasurementException
    {
        final ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", JAVA_HOME);
        builder.redirectErrorStream(true);
        try
        {
            final Process process = builder.start();
            process.getOutputStream().close();
            final String output = read(process, figure);
            final int exit = process.waitFor();
            if (exit != 0)
            {
                throw new MeasurementException(
                    String.join(" ", command) + ": exit " + exit + ": " + lastLine(output), null);
            }

            return MAPPER.readTree(output.substring(Math.max(0, output.indexOf('{'))));
        }
        catch (final JsonProcessingException ex)
        {
            throw new MeasurementException(String.join(" ", command) + ": no JSON: " + ex.getOriginalMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw new MeasurementException(String.join(" ", command) + ": " + ex.getMessage(), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new MeasurementException("interrupted", ex);
        }
    }

    private static String read(final Process process, final FigureReader figure) throws IOException
    {
        final StringBuilder text = new StringBuilder();
        try (BufferedReader reader = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                if (text.isEmpty())
                {
                    figure.read(process.pid());
                }
                text.append(line).append('\n');
            }
        }

        return text.toString();
    }

    private static String lastLine(final String output)
    {
        final String text = output.strip();

        return text.substring(text.lastIndexOf('\n') + 1);
    }

    /** Removes a directory with all that is in it. */
    static void remove(final Path directory) throws IOException
    {
        final List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory))
        {
            walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        catch (final UncheckedIOException ex)
        {
            throw ex.getCause();
        }
        for (final Path path : paths)
        {
            Files.deleteIfExists(path);
        }
    }
}
