package org.gale.engine.host;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;

/**
 * Watch over the garbage collections of the JVM, which reports them on a thread of its own, with times in milliseconds.
 */
public final class CollectionWatch implements AutoCloseable, NotificationListener
{
    private final Moments moments;
    private final long startNs;

    /** Receiver of collections. */
    @FunctionalInterface
    public interface Moments
    {
        /** Receives a collection, with its times on the clock of {@link HostClock}. */
        void collected(long fromNs, long toNs);
    }

    /**
     * Begins to watch.
     *
     * @param moments called by a thread of the JVM
     */
    public CollectionWatch(final Moments moments)
    {
        this.moments = moments;
        this.startNs = HostClock.nanoTime() -
            TimeUnit.MILLISECONDS.toNanos(ManagementFactory.getRuntimeMXBean().getUptime());
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans())
        {
            if (collector instanceof NotificationEmitter emitter)
            {
                emitter.addNotificationListener(this, null, null);
            }
        }
    }

    @Override
    public void handleNotification(final Notification notification, final Object handback)
    {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION))
        {
            final GcInfo info =
                GarbageCollectionNotificationInfo.from((CompositeData)notification.getUserData()).getGcInfo();
            moments.collected(startNs + TimeUnit.MILLISECONDS.toNanos(info.getStartTime()),
                startNs + TimeUnit.MILLISECONDS.toNanos(info.getEndTime()));
        }
    }

    @Override
    public void close()
    {
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans())
        {
            if (collector instanceof NotificationEmitter emitter)
            {
                remove(emitter);
            }
        }
    }

    private void remove(final NotificationEmitter emitter)
    {
        try
        {
            emitter.removeNotificationListener(this);
        }
        catch (final ListenerNotFoundException ex)
        {
            throw new IllegalStateException("a listener went by itself", ex);
        }
    }
}
