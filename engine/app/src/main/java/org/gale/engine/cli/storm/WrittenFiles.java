package org.gale.engine.cli.storm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.host.FileFailure;
import org.gale.engine.report.document.WrittenHistograms;
import org.gale.engine.report.document.WrittenMetrics;
import org.gale.engine.report.document.WrittenSamples;
import org.gale.engine.report.document.WrittenSeconds;
import org.gale.engine.report.document.WrittenTrace;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.ShownSettings;

/**
 * Check of the files of figures of a storm against its report: each is read back, and has to say what the report says
 * (P14). Nothing of JSON is loaded before the first file. Used once.
 */
public final class WrittenFiles
{
    private static final int LINK_LIMIT = 40;
    private static final Path PROC = Path.of("/proc");
    private static final String ENDING = ".hgrm";

    private final StormReport report;
    private final ReportTree trees;
    private final Consumer<String> messages;
    private JsonNode tree;

    /**
     * Creates the check of the files of a report.
     *
     * @param report   that the files are of
     * @param messages takes the numbers that differ, and their places
     */
    public WrittenFiles(final StormReport report, final Consumer<String> messages)
    {
        this(report, new ReportTree(), messages);
    }

    WrittenFiles(final StormReport report, final ReportTree trees, final Consumer<String> messages)
    {
        this.report = report;
        this.trees = trees;
        this.messages = messages;
    }

    /** Laws of a file. */
    @FunctionalInterface
    private interface Laws
    {
        /** {@return those that it breaks} */
        List<String> faults(InputStream stream) throws IOException;
    }

    /**
     * Returns the outcome of a file that was written: of a broken promise where it contradicts the report, and that of
     * a refusal of the host where it cannot be read.
     *
     * @param setting that named the file
     * @param option  by which the user named it
     * @param file    null if the user named none
     * @param outcome of writing the file: one that was not written is not read
     */
    public Outcome checked(
        final Setting<Path> setting, final String option, final Path file, final Outcome outcome)
    {
        if (file == null || outcome != Outcome.OK)
        {
            return outcome;
        }
        try
        {
            if (!isFile(file))
            {
                return Outcome.OK;
            }
            tree = trees.of(report);

            return WrittenReport.outcome("report in " + option + ' ' + file, faults(setting, file), messages);
        }
        catch (final IOException ex)
        {
            messages.accept(option + ' ' + file + ": " + FileFailure.reason(ex));

            return Outcome.RESOURCES;
        }
    }

    private List<String> faults(final Setting<Path> setting, final Path file) throws IOException
    {
        if (setting == ShownSettings.CSV)
        {
            return faults(file, stream -> WrittenSeconds.faults(stream, tree));
        }
        if (setting == ShownSettings.HLOG)
        {
            final List<String> faults =
                new ArrayList<>(faults(file, stream -> WrittenHistograms.ofLogTimes(stream, tree)));
            faults.addAll(faults(file, stream -> WrittenHistograms.ofLog(stream, tree)));

            return faults;
        }
        if (setting == ShownSettings.HGRM)
        {
            return percentiles(file);
        }
        if (setting == ShownSettings.SAMPLES)
        {
            return faults(file, stream -> WrittenSamples.faults(stream, tree));
        }

        return setting == ShownSettings.METRICS ? faults(file, stream -> WrittenMetrics.faults(stream, tree)) :
            faults(file, stream -> WrittenTrace.faults(stream, tree));
    }

    /** {@return what the files of all latencies break; the response is in the one that was named} */
    private List<String> percentiles(final Path file) throws IOException
    {
        final List<String> faults = new ArrayList<>();
        final String name = file.getFileName().toString();
        final String base = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        for (final String latency : WrittenHistograms.latencies(tree))
        {
            final Path own = latency.equals("response") ? file : file.resolveSibling(base + '.' + latency + ENDING);
            if (Files.notExists(own))
            {
                faults.add("no file " + own + " has " + latency + " of the report");
            }
            else if (isFile(own))
            {
                faults(own, stream -> WrittenHistograms.ofPercentiles(stream, latency, tree)).forEach(
                    fault -> faults.add(own + ": " + fault));
            }
        }

        return faults;
    }

    private static List<String> faults(final Path file, final Laws laws) throws IOException
    {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file)))
        {
            return laws.faults(stream);
        }
    }

    /**
     * Returns whether a file can be read as it was written: no pipe and no device, and none behind a descriptor, such
     * as a standard output, which has other text, too.
     */
    static boolean isFile(final Path file) throws IOException
    {
        Path place = file.toAbsolutePath();
        for (int i = 0; i < LINK_LIMIT && Files.exists(place); i++)
        {
            place = place.getParent().toRealPath().resolve(place.getFileName());
            if (place.startsWith(PROC))
            {
                return false;
            }
            if (!Files.isSymbolicLink(place))
            {
                return Files.isRegularFile(place) && Files.isReadable(place);
            }
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }

        return false;
    }
}
