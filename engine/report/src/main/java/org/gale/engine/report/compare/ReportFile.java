package org.gale.engine.report.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.report.document.DocumentReader;

/**
 * Reports that a file holds: the one of a storm, those of the runs of {@code --vary} or {@code --what-if}, or the
 * points of a joined sweep.
 *
 * @param name     name of the file
 * @param reports  at least one; those of a series have labels
 * @param isSeries true if the file holds runs or points that have values of keys
 */
public record ReportFile(String name, List<ComparedReport> reports, boolean isSeries)
{
    private static final long SIZE_LIMIT = 256L << 20;
    private static final String LINES = ".jsonl";

    public ReportFile
    {
        reports = List.copyOf(reports);
    }

    /**
     * Reads the reports of a file.
     *
     * @throws OutcomeException if the path is no file, or the file holds no report of a storm, or a value of a wrong
     *                          type, or two runs of the same values
     */
    public static ReportFile read(final Path file)
    {
        if (!Files.exists(file))
        {
            throw usage(file + ": " + FileFailure.missing(file, "file"));
        }
        if (!Files.isRegularFile(file))
        {
            throw usage(file + ": is not a file. A report is what a storm writes as JSON");
        }
        try
        {
            if (Files.size(file) > SIZE_LIMIT)
            {
                throw usage(file + ": " + NumberText.bytes(Files.size(file)) + " are too many for a report");
            }

            return of(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, file + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    /**
     * Reads a text: lines of JSON if the name says so, else one document.
     *
     * @param name for messages
     * @throws OutcomeException as of {@link #read}
     */
    static ReportFile of(final String name, final String text)
    {
        return name.endsWith(LINES) ? ofLines(name, text) : ofDocument(name, DocumentReader.tree(name, text));
    }

    private static ReportFile ofDocument(final String name, final JsonNode json)
    {
        if (!json.isArray())
        {
            return new ReportFile(name, List.of(ComparedReport.of(name, json)), false);
        }
        final List<ComparedReport> reports = new ArrayList<>();
        for (final JsonNode one : json)
        {
            final String label = ComparedReport.variedText(one);
            reports.add(ComparedReport.of(name + '[' + (label.isEmpty() ? reports.size() : label) + ']', one));
        }

        return series(name, reports, "runs");
    }

    private static ReportFile ofLines(final String name, final String text)
    {
        final List<ComparedReport> reports = new ArrayList<>();
        int number = 0;
        for (final String line : text.lines().toList())
        {
            number++;
            if (!line.isBlank())
            {
                reports.add(ComparedReport.ofPoint(
                    name, DocumentReader.tree(name + ": line " + number, line)));
            }
        }

        return series(name, reports, "points");
    }

    private static ReportFile series(final String name, final List<ComparedReport> reports, final String what)
    {
        final Set<String> labels = new HashSet<>();
        for (final ComparedReport report : reports)
        {
            if (!labels.add(report.label()))
            {
                throw usage(name + ": has two " + what + " of the values " + report.label());
            }
        }
        if (reports.isEmpty())
        {
            throw usage(name + ": holds no report of a storm");
        }

        return new ReportFile(name, reports, true);
    }

    /** Returns the reports by the text of their values, in the order of the file. A single report has an empty one. */
    Map<String, ComparedReport> byValues()
    {
        final Map<String, ComparedReport> byValues = new LinkedHashMap<>();
        for (final ComparedReport report : reports)
        {
            byValues.put(isSeries ? report.label() : "", report);
        }

        return byValues;
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
