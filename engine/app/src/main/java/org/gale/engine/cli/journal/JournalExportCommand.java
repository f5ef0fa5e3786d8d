package org.gale.engine.cli.journal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Long2LongHashMap;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.StdoutStream;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.command.Commands;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.JournalMsis;
import org.gale.engine.storm.engines.EnginesDirectory;
import org.gale.engine.trace.EventSort;
import org.gale.engine.trace.TraceCsv;
import org.gale.engine.trace.TraceEvents;
import org.gale.engine.trace.TraceVector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale journal export}: the MSIs of a journal in the form that {@code gale import csv} reads. */
@Command(name = "export", mixinStandardHelpOptions = true,
    header = "Write the MSIs of a journal as csv.",
    description = {
        "",
        "Each line has time,cpu,vector: the time at which the MSI was due in ns, 0, and DEVICE-EVENT. An MSI",
        "of another ITS than 0 has ITS:DEVICE-EVENT. Lines are sorted by time.",
        "'gale import csv' makes a trace of them:",
        "",
        "  gale journal export DIR --msis | gale import csv - -o T",
        ""})
final class JournalExportCommand extends ConsoleCommand
{
    private static final int UNKNOWN = -1;

    private final OutputStream out;
    /** Indexes of vectors by DeviceID and EventID, for each ITS. */
    private final Map<Integer, Long2LongHashMap> indexes = new HashMap<>();
    private final List<TraceVector> vectors = new ArrayList<>();
    private long count;

    @Parameters(paramLabel = "DIR", description = "The journal's directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Option(names = "--msis", required = true, description = "Write the MSIs.")
    private boolean withMsis;

    JournalExportCommand()
    {
        this(new StdoutStream());
    }

    JournalExportCommand(final OutputStream out)
    {
        this.out = out;
    }

    @Override
    public Integer call()
    {
        checkSettings();
        if (!withMsis)
        {
            throw new OutcomeException(Outcome.USAGE, "--msis=false leaves nothing to write (try --msis)");
        }
        JournalErrors.checkDirectory(directory);
        try (EventSort events = new EventSort())
        {
            for (final Path journal : EnginesDirectory.isOne(directory) ? EnginesDirectory.read(directory).journals() :
                List.of(directory))
            {
                JournalErrors.checkSound(journal, JournalMsis.read(journal, (timeNs, its, deviceId, eventId) ->
                    events.add(timeNs, count++, vector(its, deviceId, eventId), 0, TraceEvents.NO_SERVICE)));
            }
            events.sort();
            write(events);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }

        return ExitCode.OK;
    }

    private void write(final TraceEvents events)
    {
        try
        {
            final Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            TraceCsv.writeTimes(vectors, events, writer);
            writer.flush();
        }
        catch (final IOException ex)
        {
            // Whoever reads the lines has seen enough: head, less.
            if (!StdoutStream.CLOSED_PIPE.equals(FileFailure.reason(ex)))
            {
                throw new OutcomeException(Outcome.RESOURCES, "cannot write to stdout: " + FileFailure.reason(ex), ex);
            }
        }
    }

    private int vector(final int its, final int deviceId, final int eventId)
    {
        final Long2LongHashMap ofIts = indexes.computeIfAbsent(its, number -> new Long2LongHashMap(UNKNOWN));
        final long key = (long)deviceId << Integer.SIZE | Integer.toUnsignedLong(eventId);
        final long known = ofIts.get(key);
        if (known != UNKNOWN)
        {
            return (int)known;
        }
        ofIts.put(key, vectors.size());
        final String source = its == Commands.NO_ITS ? "f" : its == 0 ? "" : its + ":";
        vectors.add(new TraceVector(source + Integer.toUnsignedString(deviceId) + '-' +
            Integer.toUnsignedString(eventId), TraceVector.VectorKind.MSI));

        return vectors.size() - 1;
    }
}
