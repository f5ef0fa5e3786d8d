package org.gale.engine.gicv4;

import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.tables.gicv4.PropertyByte;

/** Injection of a vLPI by the host: into the hardware while its route is direct, else into the latch (V4-LL-15). */
final class Injection
{
    private final V4ItsDriver driver;
    private final Variant variant;

    Injection(final V4ItsDriver driver, final Variant variant)
    {
        this.driver = driver;
        this.variant = variant;
    }

    /** Makes a vLPI pending, wherever its pending state is held. */
    void inject(final Vlpi vlpi)
    {
        if (vlpi.isHw() && !variant.is(Mistake.INJECTION_INTO_LATCH))
        {
            driver.interrupt(vlpi.deviceId, vlpi.eventId);                      // V4-SW-12
            driver.vsync(vlpi.target().vpe.vpeId);
        }
        else if (vlpi.place() != Vlpi.LISTED)                                   // merges with a list register's copy
        {
            vlpi.latch(true);
            queue(vlpi);
        }
    }

    /** Queues a latched vLPI on the list of its target if it is enabled, and kicks the target (V4-SW-2). */
    void queue(final Vlpi vlpi)
    {
        final int property = vlpi.vm.property(vlpi.vintid);
        if (vlpi.isLatched() && !vlpi.isHw() && vlpi.place() == Vlpi.NOWHERE && PropertyByte.isEnabled(property))
        {
            final V4Vcpu target = vlpi.target();
            if (target.isInGuest)
            {
                target.list.addInGuest(vlpi, PropertyByte.priority(property));
            }
            else
            {
                target.list.add(vlpi, PropertyByte.priority(property));
            }
            kick(target);
        }
    }

    /** Takes a vLPI off the list of its target, whose list registers do not hold it; its latch stays. */
    void dequeue(final Vlpi vlpi)
    {
        if (vlpi.place() == Vlpi.QUEUED)
        {
            vlpi.target().list.remove(vlpi);
        }
    }

    /** Makes an SGI of the software-forwarded path pending. */
    void injectSgi(final V4Vcpu target, final int sgi)
    {
        target.list.addSgi(sgi);
        if (target.isInGuest)
        {
            target.list.flush();
        }
        kick(target);
    }

    /** Wakes a vCPU that is blocked (V4-LL-10). */
    void kick(final V4Vcpu vcpu)
    {
        if (vcpu.isBlocked)
        {
            vcpu.isWoken = true;
        }
    }
}
