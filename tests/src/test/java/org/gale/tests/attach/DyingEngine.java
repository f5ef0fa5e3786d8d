package org.gale.tests.attach;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.agrona.concurrent.SystemNanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.host.ThreadHost;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.StormRun;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.system.Machines;

/** Process whose engine dies under load. Its producers continue until their lanes are closed. */
final class DyingEngine
{
    private static final int PRODUCERS = 3;
    private static final int CAPACITY = 1024;
    private static final long COMMANDS_OF_A_LIFE = 100_000;
    private static final ResidentWorkload WORKLOAD = new ResidentWorkload(AttachedStorm.CONFIG);
    private static final AtomicLong DIED_NS = new AtomicLong();

    private DyingEngine()
    {
    }

    public static void main(final String[] arguments) throws IOException, InterruptedException
    {
        final AttachPoint point = new AttachPoint(PRODUCERS, CAPACITY, SystemNanoClock.INSTANCE);
        try (LaneFiles files = LaneFiles.create(
                Path.of(arguments[0]), 1, CAPACITY, SystemNanoClock.INSTANCE, ThreadHost.INSTANCE);
            Machine machine = Machines.FACTORY.create(WORKLOAD.machine()))
        {
            System.out.println("ready");
            if (System.in.read() < 0)                                           // once a producer has claimed the file
            {
                return;
            }
            for (int i = 0; i < PRODUCERS; i++)
            {
                new Thread(() -> produce(point)).start();
            }
            final RunOptions options =
                Options.of(AttachedStorm.CONFIG, WORKLOAD, new RunOptions.Producers(List.of(point, files), true));
            new StormRun(options, machine, new DyingLog()).run();
        }
        catch (final IllegalStateException ex)
        {
            System.out.println("died " + ex.getMessage());
        }
    }

    private static void produce(final AttachPoint point)
    {
        final Attachment attachment = point.attach();
        while (!attachment.producer().isClosed())
        {
            attachment.producer().offer(Commands.msi(0, 0, 0));
            attachment.producer().publish();
        }
        System.out.println(
            "closed " + (System.nanoTime() - DIED_NS.get()) / 1_000_000 + ' ' + attachment.producer().closeReason());
    }

    /** Log that fails after a number of frames. */
    private static final class DyingLog extends ForwardingLog
    {
        DyingLog()
        {
            super(new NoLog());
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            if (nextSequence() > COMMANDS_OF_A_LIFE)
            {
                DIED_NS.set(System.nanoTime());
                throw new IllegalStateException("at " + nextSequence());
            }

            return super.appendCommands(count, lengthBytes);
        }
    }
}
