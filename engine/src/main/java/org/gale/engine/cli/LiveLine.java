package org.gale.engine.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.gale.engine.host.HostClock;

/** Draws a {@link ProgressLine} four times a second, on a thread of its own, until it is closed. */
final class LiveLine implements AutoCloseable
{
    private final ProgressLine line;
    private final Supplier<String> text;
    private final CountDownLatch isClosed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param line    owned by the thread until this is closed; cleared then
     * @param isShown without, there is no thread
     * @param text    the line as of now, called by the thread
     */
    LiveLine(final ProgressLine line, final boolean isShown, final Supplier<String> text)
    {
        this.line = line;
        this.text = text;
        this.thread = isShown ? new Thread(this::draw, "gale-live-line") : null;
    }

    void start()
    {
        if (thread != null)
        {
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void close()
    {
        isClosed.countDown();
        if (thread != null)
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        }
        line.clear();
    }

    private void draw()
    {
        try
        {
            while (!isClosed.await(ProgressLine.INTERVAL_NS, TimeUnit.NANOSECONDS))
            {
                line.draw(text.get(), HostClock.nanoTime());
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
