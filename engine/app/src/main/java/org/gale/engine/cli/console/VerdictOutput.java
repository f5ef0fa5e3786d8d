package org.gale.engine.cli.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.report.verdict.VerdictForm;
import org.gale.engine.report.verdict.Verdicts;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.scenario.UserPath;
import picocli.CommandLine.Option;

/** Options that name files of verdicts for other systems. */
public final class VerdictOutput
{
    private static final String OUTPUT = "--output";
    private static final String FORMAT = "--format";
    private static final String BENCHMARK = "github-benchmark";
    private static final String JSON = ".json";

    @Option(names = OUTPUT, paramLabel = "FILE", converter = QuantityConverters.OutputPath.class,
        description = "Write the verdicts: FILE.xml as a report of JUnit, FILE.md as a summary for a request to " +
        "merge. May be given again.")
    @Uses(FileUse.WRITTEN)
    private List<Path> outputs = new ArrayList<>();

    @Option(names = FORMAT, paramLabel = BENCHMARK,
        description = "Form of a FILE.json: the figures as FILE-smaller.json and FILE-bigger.json, by which values " +
        "are better, for github-action-benchmark.")
    private String format;

    /**
     * Refuses outputs of no form, those that are inputs, and those that could not be written at the end.
     *
     * @throws OutcomeException with the first of them
     */
    public void check(final List<Path> inputs)
    {
        if (format != null && !format.equals(BENCHMARK))
        {
            throw new OutcomeException(Outcome.USAGE, FORMAT + ": '" + format + "' is no format (there is " +
                BENCHMARK + ')');
        }
        if (format != null && outputs.stream().noneMatch(output -> output.toString().endsWith(JSON)))
        {
            throw new OutcomeException(Outcome.USAGE, FORMAT + " names the form of no file (add " + OUTPUT +
                " FILE" + JSON + ')');
        }
        for (final Path output : outputs)
        {
            for (final Path file : files(output).keySet())
            {
                new UserPath(OUTPUT, file).checkUnread(inputs);
                StormPaths.checkFile(OUTPUT + ' ' + file, file);
            }
        }
    }

    /** Returns the files of an output with their forms. */
    private Map<Path, VerdictForm> files(final Path output)
    {
        final String name = output.toString();
        final Map<Path, VerdictForm> files = new LinkedHashMap<>();
        if (name.endsWith(".xml"))
        {
            files.put(output, VerdictForm.JUNIT);
        }
        else if (name.endsWith(".md"))
        {
            files.put(output, VerdictForm.MARKDOWN);
        }
        else if (name.endsWith(JSON) && format != null)
        {
            final String base = name.substring(0, name.length() - JSON.length());
            files.put(Path.of(base + "-smaller" + JSON), VerdictForm.SMALLER_IS_BETTER);
            files.put(Path.of(base + "-bigger" + JSON), VerdictForm.BIGGER_IS_BETTER);
        }
        else
        {
            throw new OutcomeException(Outcome.USAGE, OUTPUT + ' ' + output + ": its name says no form (.xml, .md, " +
                "or " + JSON + " with " + FORMAT + ' ' + BENCHMARK + ')');
        }

        return files;
    }

    /**
     * Writes the files that were asked for.
     *
     * @param messages takes what could not be written
     * @return {@link Outcome#RESOURCES} if the host refuses one
     */
    public Outcome write(final Verdicts verdicts, final Consumer<String> messages)
    {
        Outcome outcome = Outcome.OK;
        for (final Path output : outputs)
        {
            for (final Map.Entry<Path, VerdictForm> file : files(output).entrySet())
            {
                try
                {
                    OutputFile.writeText(file.getKey(), writer -> file.getValue().write(verdicts, writer));
                }
                catch (final IOException ex)
                {
                    messages.accept(OUTPUT + ' ' + file.getKey() + ": " + FileFailure.reason(ex));
                    outcome = Outcome.RESOURCES;
                }
            }
        }

        return outcome;
    }
}
