package org.gale.engine.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.gale.engine.config.Outcome;
import org.gale.engine.counters.CountersFile;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.run.SilentListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of two whole storms in one process, each with a journal, a proof, and counters of its own. */
@Tag("P6")
@Tag("P7")
class TwoStormsTest
{
    private static final Shape SMALL = new Shape("1", "30k", "7");
    private static final Shape LARGE = new Shape("3", "60k", "11");
    private static final long TIMEOUT_S = 60;

    @TempDir
    private Path directory;

    /** Settings in which two storms differ. */
    private record Shape(String vms, String count, String seed)
    {
    }

    @Test
    void shouldComeToTheSameStateOneAfterTheOther()
    {
        final StormReport first = run(SMALL, "first", new SilentListener());
        final StormReport other = run(LARGE, "other", new SilentListener());
        final StormReport again = run(SMALL, "again", new SilentListener());

        assertSame(first, again);
        assertNotEquals(first.result().journal().stateDigest(), other.result().journal().stateDigest());
    }

    @Test
    void shouldComeToTheSameStateSideBySideAsAlone() throws Exception
    {
        final CyclicBarrier bothCount = new CyclicBarrier(2);
        final CyclicBarrier bothRead = new CyclicBarrier(2);
        final FutureTask<StormReport> small = new FutureTask<>(
            () -> run(SMALL, "small", new Beside("small", bothCount, bothRead)));
        final FutureTask<StormReport> large = new FutureTask<>(
            () -> run(LARGE, "large", new Beside("large", bothCount, bothRead)));
        final Thread smalls = new Thread(small, "small");
        final Thread larges = new Thread(large, "large");
        smalls.start();
        larges.start();
        final StormReport smallReport = small.get();
        final StormReport largeReport = large.get();
        smalls.join();
        larges.join();

        assertSame(run(SMALL, "small-alone", new SilentListener()), smallReport);
        assertSame(run(LARGE, "large-alone", new SilentListener()), largeReport);
    }

    private StormReport run(final Shape shape, final String journal, final SilentListener listener)
    {
        final StormReport report = EmbeddedStorm.builder().set("vms", shape.vms).set("devices", "2").set("lpis", "256")
            .set("count", shape.count).set("seed", shape.seed).set("warmup", "0").set("latency", "all")
            .set("journal", directory.resolve(journal).toString()).listener(listener).build().run();

        assertEquals(Outcome.OK, report.outcome(), report.failure());
        assertNull(report.failure());
        assertEquals(StormProof.Extent.EQUAL, report.proof().extent());
        assertEquals(report.result().journal().runDigest(), report.proof().digest());
        assertEquals(0, report.result().totals().accounting().remainder());

        return report;
    }

    private static void assertSame(final StormReport expected, final StormReport actual)
    {
        assertEquals(expected.result().totals().accounting(), actual.result().totals().accounting());
        assertEquals(expected.result().journal().stateDigest(), actual.result().journal().stateDigest());
        assertEquals(expected.result().latencies().response().getTotalCount(),
            actual.result().latencies().response().getTotalCount());
    }

    private static List<CountersFile> counters(final Path journal)
    {
        try
        {
            return CountersPlace.ofUser().find(journal);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Listener that lets its storm run once both storms have their counters, and both have read them. */
    private final class Beside extends SilentListener
    {
        private final Path journal;
        private final CyclicBarrier bothCount;
        private final CyclicBarrier bothRead;
        private Path file;

        Beside(final String name, final CyclicBarrier bothCount, final CyclicBarrier bothRead)
        {
            this.journal = directory.resolve(name);
            this.bothCount = bothCount;
            this.bothRead = bothRead;
        }

        @Override
        public void running(final StormProgress progress, final long deliveredBefore)
        {
            await(bothCount);
            final List<CountersFile> own = counters(journal);
            assertEquals(1, own.size());
            assertEquals(journal.toString(), own.get(0).journal());
            file = own.get(0).file();
            await(bothRead);
        }

        @Override
        public void uncounted(final String reason)
        {
            throw new IllegalStateException(reason);
        }

        @Override
        public void ended()
        {
            assertFalse(file != null && Files.exists(file));
        }

        private static void await(final CyclicBarrier barrier)
        {
            try
            {
                barrier.await(TIMEOUT_S, TimeUnit.SECONDS);
            }
            catch (final InterruptedException | BrokenBarrierException | TimeoutException ex)
            {
                throw new IllegalStateException(ex);
            }
        }
    }
}
