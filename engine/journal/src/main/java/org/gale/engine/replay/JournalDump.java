package org.gale.engine.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.CommandText;
import org.gale.engine.command.Commands;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.config.TerminalText;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.record.DevicePayload;
import org.gale.engine.record.DigestPayload;
import org.gale.ringbuf.CommandWord;

/**
 * Text form of a journal, with one line per command: its number, its mnemonic and its fields. Frames of other kinds
 * have a line, too. Owned by one thread.
 */
public final class JournalDump
{
    private static final int FLUSH_AT = 1 << 16;

    /** Names of the kinds of records of a device. Its number follows: descriptors, a vector, an operation. */
    private static final List<String> RECORDS = List.of("MESSAGE", "REPLY", "INTERRUPT", "STAMP");

    private final JournalReader reader;
    private final OutputStream out;
    private final long fromSequence;
    private final long toSequence;
    private final Set<Detail> details;
    private final StepNames steps;
    private final StringBuilder text = new StringBuilder();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[0]);
    private CommandText commands = new CommandText(null);
    /** Base of the last TIME, ns; negative before the first. */
    private long baseNs = -1;
    private boolean isFailureTold;

    /** Details of a text. */
    public enum Detail
    {
        /** A line in front of each frame gives its position. */
        FRAMES,
        /** The intended time of each MSI stands behind it, on the clock of the bases. */
        TIMES
    }

    private JournalDump(
        final JournalReader reader,
        final OutputStream out,
        final long fromSequence,
        final long toSequence,
        final Set<Detail> details,
        final StepNames steps)
    {
        this.steps = steps;
        this.reader = reader;
        this.out = out;
        this.fromSequence = fromSequence;
        this.toSequence = toSequence;
        this.details = details;
    }

    /**
     * Writes the commands between two numbers, both included, and the other frames between them.
     *
     * @param machines makes the machine that names the steps of transitions; null for steps without names
     * @return the end of the journal, or null if it was not reached
     * @throws org.gale.engine.journal.JournalException if there is no journal, or a process is writing it
     * @throws OutputException if the stream refuses further bytes
     */
    public static JournalEnd write(
        final Path journal,
        final OutputStream out,
        final long fromSequence,
        final long toSequence,
        final Set<Detail> details,
        final MachineFactory machines)
        throws IOException
    {
        try (JournalReader reader = JournalReader.open(journal);
            StepNames steps = new StepNames(journal, machines))
        {
            final JournalDump dump = new JournalDump(reader, out, fromSequence, toSequence, details, steps);
            dump.run();
            return reader.end();
        }
    }

    /** Failure of the stream that the text is written to. */
    public static final class OutputException extends IOException
    {
        private static final long serialVersionUID = 1L;

        private OutputException(final IOException cause)
        {
            super(cause.getMessage(), cause);
        }
    }

    private void run() throws IOException
    {
        long lastSequence = -1;
        while (lastSequence < toSequence && reader.next())
        {
            lastSequence = reader.commands();
            if (reader.kind() == Frame.CONFIGURATION)
            {
                readNames();
            }
            // The number of a frame without commands is that of the next command.
            if (reader.firstSequence() + Math.max(1, reader.count()) > fromSequence)
            {
                writeFrame();
            }
            else if (reader.kind() == Frame.COMMANDS && details.contains(Detail.TIMES))
            {
                noteBase();
            }
        }
        flush();
    }

    private void writeFrame() throws IOException
    {
        if (details.contains(Detail.FRAMES))
        {
            text.append(String.format(Locale.ROOT, "# %s: frame %d at byte %,d: %s, %s%s%n",
                TerminalText.line(reader.file().toString()), reader.frameNumber(), reader.frameOffset(),
                Frame.kindName(reader.kind()), NumberText.counted(reader.payloadLength(), "byte"),
                reader.timeNs() == 0 ? "" : ", time " + NumberText.duration(reader.timeNs())));
        }
        frame.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength());
        switch (reader.kind())
        {
            case Frame.COMMANDS -> writeCommands();
            case Frame.DIGEST -> writeDigest();
            case Frame.CONFIGURATION -> writeConfiguration();
            case Frame.DEVICE -> writeRecords();
            default ->
            {
                text.append(Frame.kindName(reader.kind()).toUpperCase(Locale.ROOT))
                    .append(" after ").append(reader.firstSequence() - 1);
                appendVerdict(reader.verdict());
                text.append('\n');
            }
        }
        flushIfLong();
    }

    private void writeCommands() throws IOException
    {
        final int length = reader.payloadLength() & -Long.BYTES;
        long sequence = reader.firstSequence();
        int at = 0;
        while (at < length && sequence <= toSequence)
        {
            final int start = text.length();
            text.append(sequence).append(' ');
            final long word = frame.getLong(at);
            at = commands.append(text, frame, at, length);
            if (sequence >= fromSequence)
            {
                nameStep(word, sequence, start);
            }
            appendTime(word);
            text.append('\n');
            if (sequence < fromSequence)
            {
                text.setLength(start);
            }
            sequence++;
            flushIfLong();
        }
    }

    /** Replaces the text of a step by one with its name. A line tells once why there are none from here on. */
    private void nameStep(final long word, final long sequence, final int start)
    {
        final String named = steps.text(word, sequence);
        if (named != null)
        {
            text.setLength(start);
            text.append(sequence).append(' ').append(named);
        }
        else if (steps.failure() != null && !isFailureTold)
        {
            isFailureTold = true;
            text.insert(start, "# steps have no names from here on: " + TerminalText.line(steps.failure()) + '\n');
        }
    }

    /** Appends the intended time of an event, whose word has it since the base of the last TIME. */
    private void appendTime(final long word)
    {
        final int opcode = CommandWord.opcode(word);
        if (opcode == CommandWord.TIME)
        {
            baseNs = Commands.baseNs(word);
        }
        else if (details.contains(Detail.TIMES) && baseNs >= 0 && CommandWord.isEvent(word))
        {
            text.append(" at ").append(baseNs + (word & Commands.TIME_MASK));
        }
    }

    /** Notes the base of the last TIME of a frame that is not shown. */
    private void noteBase()
    {
        frame.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength());
        final CommandCursor cursor = new CommandCursor();
        cursor.wrap(frame, 0, reader.payloadLength() & -Long.BYTES);
        while (cursor.next())
        {
            baseNs = cursor.opcode() == CommandWord.TIME ? Commands.baseNs(cursor.word()) : baseNs;
        }
    }

    private void writeDigest()
    {
        if (frame.capacity() == DigestPayload.LENGTH)
        {
            text.append("DIGEST after ").append(DigestPayload.sequence(frame))
                .append(" state ").append(DigestText.of(DigestPayload.state(frame)))
                .append(" run ").append(DigestText.of(DigestPayload.run(frame)))
                .append(" commands ").append(DigestPayload.count(frame)).append('\n');
        }
        else
        {
            text.append("DIGEST of ").append(NumberText.counted(frame.capacity(), "byte")).append('\n');
        }
    }

    private void writeRecords() throws IOException
    {
        final DevicePayload payload = new DevicePayload().wrap(frame, 0, frame.capacity());
        while (payload.next())
        {
            text.append(RECORDS.get(payload.kind())).append(' ').append(payload.number()).append(" at ")
                .append(payload.timeNs());
            for (int i = 0; i < payload.dataLength(); i++)
            {
                text.append(i % Long.BYTES == 0 ? " " : "")
                    .append(HexFormat.of().toHexDigits(frame.getByte(payload.dataOffset() + i)));
            }
            text.append(payload.hasMore() ? " ...\n" : "\n");
            flushIfLong();
        }
        if (!payload.isAtEnd())
        {
            text.append("# a record that is not whole\n");
        }
    }

    /** Appends what a closing frame says of its run. */
    private void appendVerdict(final ClosingPayload verdict)
    {
        if (verdict != null)
        {
            text.append(" exit ").append(verdict.exitCode()).append(verdict.isStoppedShort() ? " stopped short" : "");
            verdict.broken().forEach(broken ->
                text.append(", broke ").append(TerminalText.line(broken.text())));
        }
    }

    private void writeConfiguration()
    {
        new String(bytes(frame), StandardCharsets.UTF_8).lines().forEach(line ->
        {
            text.append("CONFIGURATION ").append(TerminalText.line(line)).append('\n');
        });
    }

    /** Reads the names of addresses. Without a readable configuration, addresses have no names. */
    private void readNames()
    {
        frame.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength());
        try
        {
            commands = new CommandText(RunConfiguration.parse(bytes(frame)).machine());
        }
        catch (final IllegalArgumentException ex)
        {
            commands = new CommandText(null);
        }
    }

    private static byte[] bytes(final DirectBuffer buffer)
    {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);

        return bytes;
    }

    private void flushIfLong() throws IOException
    {
        if (text.length() >= FLUSH_AT)
        {
            flush();
        }
    }

    private void flush() throws IOException
    {
        try
        {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        catch (final IOException ex)
        {
            throw new OutputException(ex);
        }
        text.setLength(0);
    }
}
