package org.gale.tests.oracle;

/**
 * Interrupts whose vectors guests move to other vCPUs. One that comes while it is active waits for no vCPU until it is
 * deactivated: then it is signalled to the vCPU that its vector has by now.
 */
final class MovedInterrupts
{
    private final Host host;
    private final Guests guests;
    private final Run run;

    MovedInterrupts(final Host host, final Guests guests)
    {
        this.host = host;
        this.guests = guests;
        this.run = host.run;
    }

    /** Returns whether an interrupt that comes for a vCPU waits for no deactivation on another one, or of a thread. */
    boolean isFree(final Interrupt interrupt, final Vcpu vcpu)
    {
        return host.job.kind.equals("gicv4") || host.vcpus.stream().noneMatch(other ->
            other.left.stream().anyMatch(left -> left.vm() == interrupt.vm() && left.lpi() == interrupt.lpi()) ||
            (other != vcpu && Guests.isHandling(other, interrupt)));
    }

    /**
     * Signals an interrupt that has come while it was active on a vCPU, which has deactivated it, to the other one to
     * which it has moved. Returns that one, or null.
     */
    Vcpu signal(final Vcpu vcpu, final Interrupt deactivated)
    {
        final long key = JournalText.key(deactivated.vm(), deactivated.lpi());
        final Interrupt waiting = run.waiting(key);
        if (waiting == null || host.job.kind.equals("gicv4") || run.target(key) == vcpu)
        {
            return null;
        }
        comes(run.target(key), waiting);

        return run.target(key);
    }

    /** Lets the vCPU go on to which an interrupt has moved, if it has. */
    void goOn(final Vcpu vcpu)
    {
        if (vcpu != null)
        {
            guests.changed(vcpu);
        }
    }

    /** Gives an interrupt that waits to the vCPU to which its guest has moved it, unless it is active. */
    void move(final Interrupt waiting, final Vcpu from, final Vcpu to)
    {
        from.pending.remove(waiting);
        if (isFree(waiting, to))
        {
            comes(to, waiting);
        }
    }

    private void comes(final Vcpu vcpu, final Interrupt interrupt)
    {
        vcpu.pending.add(interrupt);
        guests.ringOnce(vcpu, interrupt);
        guests.signal(vcpu, interrupt);
        vcpu.isWoken |= vcpu.state == Vcpu.State.PUTTING && vcpu.lets(interrupt);
    }

    /** Has a vCPU that is in its guest do something else there for a time. */
    void spend(final Vcpu vcpu, final long ns)
    {
        guests.interrupt(vcpu);
        host.stage(vcpu, Vcpu.Stage.SIGNALLED);
        host.use(vcpu, PeTimes.Use.GUEST);
        host.go(vcpu, Vcpu.State.REENTERING, ns, () -> guests.entered(vcpu));
    }
}
