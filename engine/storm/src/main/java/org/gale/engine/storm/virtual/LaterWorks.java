package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.LaterKind;
import org.gale.engine.storm.scenario.LaterStages;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/** Kinds of the work that handlers of each device leave for later, and which work devices hear of. Immutable. */
final class LaterWorks
{
    private final EventTargets targets;
    private final LaterKind[] kinds;                                // each by device; empty where no work is left
    private final boolean[] isTold;                                 // its source is notified by the work
    private final boolean[] hearsBegin;                             // its source is notified of the handler's begin
    private final long[] pollBudgets;                               // packets of a poll; 0 of devices without polls
    private final long[] flushesNs;                                 // until a device is polled that defers
    private final boolean isAny;
    private final boolean isDeferring;

    LaterWorks(final Topology topology, final EventTargets targets)
    {
        this.targets = targets;
        isAny = LaterStages.isAny(topology.groups());
        kinds = new LaterKind[isAny ? topology.totalDevices() : 0];
        isTold = new boolean[kinds.length];
        hearsBegin = new boolean[kinds.length];
        pollBudgets = new long[kinds.length];
        flushesNs = new long[kinds.length];
        boolean anyDeferring = false;
        for (int device = 0; device < kinds.length; device++)
        {
            final VmShape group = topology.groups().get(topology.groupOfVm(topology.vmOfDevice(device)));
            final StreamShape stream = group.devices().get(topology.deviceGroupOf(device)).stream();
            final LaterKind kind = group.later(topology.deviceGroupOf(device)).kind();
            kinds[device] = TrafficKinds.leavesWork(stream.kind()) ? kind : LaterKind.NONE;
            isTold[device] = kinds[device] == LaterKind.THREAD ? !stream.kind().equals(ModelShape.TRACE) :
                kinds[device] == LaterKind.SOFTIRQ && TrafficKinds.hearsOfSoftirqs(stream.kind());
            pollBudgets[device] = stream.model() == null ? 0 : TrafficKinds.pollBudget(stream.model());
            hearsBegin[device] = !isTold[device] ||
                (kinds[device] == LaterKind.SOFTIRQ && pollBudgets[device] > 0);
            flushesNs[device] = group.flushNs(topology.deviceGroupOf(device));
            anyDeferring |= group.defer(topology.deviceGroupOf(device)) > 0;
        }
        isDeferring = anyDeferring;
    }

    /** Returns whether handlers of some devices leave work for later. */
    boolean isAny()
    {
        return isAny;
    }

    /** Returns whether drivers of some devices defer interrupts. */
    boolean isDeferring()
    {
        return isDeferring;
    }

    /** Returns the time after which the source of an MSI is polled whose interrupts are deferred. */
    long flushNs(final long word)
    {
        return flushesNs[Commands.msiDeviceId(word)];
    }

    /** Returns the work that the handler of the event of an MSI leaves for later. */
    LaterKind of(final long word)
    {
        return isAny && !targets.isTimer(word) && !targets.isInjected(word) ? kinds[Commands.msiDeviceId(word)] :
            LaterKind.NONE;
    }

    /** Returns whether the source of an MSI is notified by the work that its handler leaves, and not by its handler. */
    boolean isTold(final long word)
    {
        return isAny && isTold[Commands.msiDeviceId(word)];
    }

    /** Returns whether the source of an MSI is notified when the handler begins, and not when its work does. */
    boolean hearsBegin(final long word)
    {
        return !isAny || hearsBegin[Commands.msiDeviceId(word)];
    }

    /** Returns the packets of a poll of the source of an MSI; 0 if it is not polled. */
    long pollBudget(final long word)
    {
        return pollBudgets[Commands.msiDeviceId(word)];
    }
}
