package org.gale.engine.replay;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.Opcodes;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalHeader;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.record.DevicePayload;
import org.gale.ringbuf.CommandWord;

/** Content of a journal, counted by kind of frame and by opcode. Reads the journal completely. Owned by one thread. */
public final class JournalSummary
{
    private static final long PROGRESS_INTERVAL_NS = 100_000_000L;
    private static final int KINDS = Frame.LAST_KIND + 1;
    private static final long NO_SNAPSHOT = -1;

    private final long[] framesByKind = new long[KINDS];
    private final long[] commandsByKind = new long[KINDS];
    private final long[] bytesByKind = new long[KINDS];
    private final long[] commandsByOpcode = new long[Opcodes.COUNT];
    private long holds;
    private final long[] records = new long[DevicePayload.KINDS];
    private JournalHeader header;
    private long limitBytes;
    private JournalEnd end;
    private byte[] configuration;
    private boolean isStoppedShort;
    private ClosingPayload verdict;
    private int tornFrames;
    private long firstSnapshot = NO_SNAPSHOT;
    private long timeNs;
    private final JournalEvents events;

    private JournalSummary(final JournalEvents events)
    {
        this.events = events;
    }

    /**
     * Reads a journal to its end, or as far as it is sound.
     *
     * @throws org.gale.engine.journal.JournalException if there is no journal, or a process is writing it
     */
    public static JournalSummary read(final Path journal, final ReplayProgress progress) throws IOException
    {
        return read(journal, progress, JournalEvents.NONE);
    }

    /**
     * Reads a journal to its end, or as far as it is sound.
     *
     * @param events takes the events
     * @throws org.gale.engine.journal.JournalException if there is no journal, or a process is writing it
     */
    public static JournalSummary read(
        final Path journal, final ReplayProgress progress, final JournalEvents events) throws IOException
    {
        final JournalSummary summary = new JournalSummary(events);
        try (JournalReader reader = JournalReader.open(journal))
        {
            final long totalBytes = reader.totalBytes();
            final long startNs = HostClock.nanoTime();
            long nextNs = startNs + PROGRESS_INTERVAL_NS;
            while (reader.next())
            {
                summary.add(reader);
                final long now = HostClock.nanoTime();
                if (now - nextNs >= 0)
                {
                    nextNs = now + PROGRESS_INTERVAL_NS;
                    progress.onProgress(reader.commands(), reader.bytes(), totalBytes, now - startNs);
                }
            }
            summary.header = reader.header();
            summary.limitBytes = reader.limitBytes();
            summary.end = reader.end();
            if (summary.configuration == null && reader.purged().isAny())
            {
                summary.configuration = summary.header.configuration();
            }
            summary.tornFrames = reader.tornFrames();
        }

        return summary;
    }

    /**
     * Returns the content of {@code gale.journal}.
     *
     * @return the header, or null if that file is damaged
     */
    public JournalHeader header()
    {
        return header;
    }

    /**
     * Returns the limit of the segments that a resume chose last.
     *
     * @return the limit in bytes, or 0 if none was chosen
     */
    public long limitBytes()
    {
        return limitBytes;
    }

    /** Returns how the journal ends. */
    public JournalEnd end()
    {
        return end;
    }

    /** Returns whether it was closed early, because the host or its own limit refused further frames. */
    public boolean isStoppedShort()
    {
        return isStoppedShort;
    }

    /**
     * Returns the verdict of the run on itself, which the closing frame at the end holds.
     *
     * @return the verdict, or null if the journal does not end with one
     */
    public ClosingPayload verdict()
    {
        return verdict;
    }

    /**
     * Returns the number of torn frames that a dead writer left.
     *
     * @return 0 or 1
     */
    public int tornFrames()
    {
        return tornFrames;
    }

    /**
     * Returns the number of the last command before the first retained snapshot.
     *
     * @return the sequence number, or -1 if there is no snapshot
     */
    public long firstSnapshot()
    {
        return firstSnapshot;
    }

    /**
     * Returns the configuration as bytes.
     *
     * @return the bytes, or null if there is no frame
     */
    public byte[] configuration()
    {
        return configuration == null ? null : configuration.clone();
    }

    /** Returns the number of sound frames of one of {@link Frame}'s kinds. */
    public long frames(final int kind)
    {
        return framesByKind[kind];
    }

    /** Returns the number of commands in the frames of a kind. */
    public long commands(final int kind)
    {
        return commandsByKind[kind];
    }

    /** Returns the bytes of the frames of a kind, headers and padding included. */
    public long bytes(final int kind)
    {
        return bytesByKind[kind];
    }

    /**
     * Returns the number of commands of an opcode of {@link CommandWord}. Opcode 0 counts words that begin no command.
     */
    public long commandsOf(final int opcode)
    {
        return commandsByOpcode[opcode];
    }

    /** Returns the number of commands by which a monitor holds a message: each is an event that was offered. */
    public long holds()
    {
        return holds;
    }

    /** Returns the number of records of a kind of {@link DevicePayload}. */
    public long records(final int kind)
    {
        return records[kind];
    }

    /** Returns the time of the last frame of commands since the first phase of the run began, ns; 0 if it has none. */
    public long timeNs()
    {
        return timeNs;
    }

    private void add(final JournalReader reader)
    {
        final int kind = reader.kind();
        framesByKind[kind]++;
        commandsByKind[kind] += reader.count();
        bytesByKind[kind] += Integer.BYTES + Frame.totalLength(reader.payloadLength());
        verdict = reader.verdict();
        isStoppedShort = verdict != null ? verdict.isStoppedShort() :
            kind == Frame.CLOSING && reader.payloadLength() == Long.BYTES &&
            reader.buffer().getLong(reader.payloadOffset(), LITTLE_ENDIAN) == Frame.STOPPED_SHORT;
        if (kind == Frame.CONFIGURATION)
        {
            configuration = new byte[reader.payloadLength()];
            reader.buffer().getBytes(reader.payloadOffset(), configuration);
        }
        else if (kind == Frame.SNAPSHOT && firstSnapshot == NO_SNAPSHOT)
        {
            firstSnapshot = reader.firstSequence() - 1;
        }
        else if (kind == Frame.DEVICE)
        {
            addRecords(new DevicePayload().wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength()));
        }
        else if (kind == Frame.COMMANDS)
        {
            timeNs = reader.timeNs();
            addCommands(reader.buffer(), reader.payloadOffset(), reader.payloadLength() & -Long.BYTES);
        }
    }

    private void addRecords(final DevicePayload payload)
    {
        while (payload.next())
        {
            records[payload.kind()] += payload.hasMore() ? 0 : 1;
        }
    }

    private void addCommands(final DirectBuffer buffer, final int offset, final int lengthBytes)
    {
        final CommandCursor cursor = new CommandCursor().wrap(buffer, offset, offset + lengthBytes);
        long baseNs = 0;
        while (!cursor.isAtEnd())
        {
            if (cursor.next())
            {
                final long word = cursor.word();
                commandsByOpcode[cursor.opcode()]++;
                if (KvmVerb.isHold(word))
                {
                    holds++;
                    final long ids = buffer.getLong(cursor.nextOffset() - Long.BYTES);
                    events.event((int)KvmVerb.argument32(buffer.getLong(cursor.offset() + Long.BYTES)),
                        (int)(ids >>> Integer.SIZE), (int)ids, baseNs + (word & Commands.TIME_MASK));
                }
                else if (CommandWord.isEvent(word))
                {
                    final long ids = Commands.eventIds(word, buffer.getLong(cursor.nextOffset() - Long.BYTES));
                    events.event(Commands.eventIts(word), (int)(ids >>> Integer.SIZE), (int)ids,
                        baseNs + (word & Commands.TIME_MASK));
                }
                else if (cursor.opcode() == CommandWord.TIME)
                {
                    baseNs = Commands.baseNs(word);
                }
                else if (cursor.opcode() == CommandWord.INSN || cursor.opcode() == CommandWord.HOST)
                {
                    events.action(buffer, cursor.offset(), cursor.nextOffset());
                }
            }
            else                                                                // a word that begins no whole command
            {
                commandsByOpcode[0]++;
                cursor.wrap(buffer, cursor.nextOffset() + Long.BYTES, offset + lengthBytes);
            }
        }
        if (baseNs > 0)
        {
            events.frame(baseNs - timeNs);                                      // the frame's time is its last base
        }
    }
}
