package org.gale.engine.script;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalException;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.DigestPayload;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.record.RecordSchedule;

/**
 * Journal of the commands of a session, so that they replay like a storm. Commands that came together share a frame,
 * and no reply leaves before the frame of its command is acknowledged. Digests are taken at the end, and when replies
 * leave after enough commands. Owned by the thread of the session.
 */
public final class SessionJournal implements CommandLog
{
    /** Number of commands below which a digest is not worth its cost before the end. */
    static final long DIGEST_MIN_COMMANDS = 1024;

    private final Machine machine;
    private final FrameLog log;
    private int frameCommands;
    private int frameBytes;
    private long digestSequence;

    SessionJournal(final Machine machine, final FrameLog log)
    {
        this.machine = machine;
        this.log = log;
        this.digestSequence = log.nextSequence() - 1;
    }

    /**
     * Creates a journal for the commands of a machine at reset.
     *
     * @param directory absent or empty
     * @param version   of the program that writes the journal
     * @throws UncheckedIOException if it cannot be made, with a {@link JournalException}
     */
    public static SessionJournal create(final Path directory, final String version, final Machine machine)
    {
        return create(directory, JournalConfig.DEFAULT, version, machine);
    }

    /**
     * Creates a journal with settings of the caller, such as its id, for the commands of a machine at reset.
     *
     * @param directory absent or empty
     * @param version   version of the program that writes the journal
     * @throws UncheckedIOException if it cannot be made, with a {@link JournalException}
     */
    public static SessionJournal create(
        final Path directory, final JournalConfig config, final String version, final Machine machine)
    {
        try
        {
            return new SessionJournal(machine, new JournalOpening(config).create(directory,
                new RunConfiguration(version, machine.config(), RunConfiguration.SEED_DEFAULT).toBytes()));
        }
        catch (final JournalException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Appends a command, which is applied when this returns, and is in the journal when {@link #flush} does.
     *
     * @throws JournalRefusedException if the journal accepts nothing more
     */
    @Override
    public void append(final DirectBuffer command, final int lengthBytes)
    {
        if (frameBytes + lengthBytes > log.payloadLimit())
        {
            appendFrame();
        }
        if (takenSequence() - digestSequence >= RecordSchedule.DIGEST_INTERVAL)
        {
            appendDigest();
        }
        log.frame().putBytes(log.payloadOffset() + frameBytes, command, 0, lengthBytes);
        frameBytes += lengthBytes;
        frameCommands++;
    }

    /**
     * Flushes the commands that were appended.
     *
     * @throws JournalRefusedException if the journal accepts nothing more
     */
    @Override
    public void flush()
    {
        appendFrame();
        if (takenSequence() - digestSequence >= DIGEST_MIN_COMMANDS)
        {
            appendDigest();
        }
        check(log.flush(true, HostClock.nanoTime()));
    }

    /**
     * Flushes the commands and a digest, and ends the journal without a verdict.
     *
     * @throws JournalRefusedException if the journal did not accept it all
     */
    @Override
    public void close()
    {
        close(log::close);
    }

    /**
     * Flushes the commands and a digest, and ends the journal with the verdict of the session.
     *
     * @throws JournalRefusedException if the journal did not accept it all
     */
    @Override
    public void close(final ClosingPayload verdict)
    {
        close(() -> log.close(verdict));
    }

    private void close(final Runnable end)
    {
        try
        {
            if (log.failure() == null && takenSequence() > digestSequence)
            {
                appendDigest();
            }
        }
        finally
        {
            end.run();
        }
        check(log.failure() == null);
    }

    /** Returns the number of the last command taken. All are applied but one that is being appended. */
    private long takenSequence()
    {
        return log.nextSequence() - 1 + frameCommands;
    }

    private void appendFrame()
    {
        if (frameCommands > 0)
        {
            AppendResult result = log.appendCommands(frameCommands, frameBytes);
            for (int turn = 0; result == AppendResult.NOT_READY; turn++)
            {
                log.awaitSpace(turn);
                result = log.appendCommands(frameCommands, frameBytes);
            }
            check(result == AppendResult.APPENDED);
            frameCommands = 0;
            frameBytes = 0;
        }
    }

    private void appendDigest()
    {
        appendFrame();
        digestSequence = takenSequence();
        DigestPayload.encode(log.frame(), log.payloadOffset(), digestSequence, machine);
        check(log.appendDigest(DigestPayload.LENGTH));
    }

    private void check(final boolean accepted)
    {
        if (!accepted)
        {
            throw new JournalRefusedException(log.failure(), log.nextSequence() - 1);
        }
    }
}
