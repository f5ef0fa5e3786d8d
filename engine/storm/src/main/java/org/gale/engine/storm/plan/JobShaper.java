package org.gale.engine.storm.plan;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.model.Mistake;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.profile.VectorSettings;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GivenStream;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobFault;
import org.gale.engine.storm.scenario.JobForms;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.scenario.VmSizes;

/**
 * Maker of the shape of a job's host. A number that its groups leave out is that of a storm of the same kind without a
 * job. All mistakes are collected, so that a user sees them together.
 */
final class JobShaper
{
    /** Limit of the requests of all devices, each of which takes up to 24 bytes. */
    private static final long REQUEST_LIMIT = 1L << 23;

    private final Job job;
    private final SettingValues defaults;
    private final boolean isRecorded;
    private final JobMessages messages;
    private final List<JobFault> faults = new ArrayList<>();
    private long requests;
    private long lines;

    /**
     * Creates the maker of one shape.
     *
     * @param messages   about the job
     * @param defaults   of the settings of its groups
     * @param isRecorded whether the job is that of a journal, whose traces need not be there
     */
    JobShaper(final JobMessages messages, final SettingValues defaults, final boolean isRecorded)
    {
        this.isRecorded = isRecorded;
        this.job = messages.job();
        this.messages = messages;
        this.defaults = defaults;
    }

    /**
     * Returns the shape.
     *
     * @throws JobException     with every mistake of a file
     * @throws SettingException with the first mistake of options
     */
    HostShape shape()
    {
        final PartitionRules rules = new PartitionRules(job, this::addFault);
        rules.check();
        check();
        final List<VmShape> groups = new ArrayList<>();
        for (final VmShape group : job.groups())
        {
            final VmShape shape = shape(group);
            if (shape != null)
            {
                groups.add(shape);
            }
        }
        check();
        checkPhases(groups);
        check();

        final HostShape shape = new HostShape(job.order() == HostShape.Order.HOST ? groups : withWindows(groups),
            job.order(), job.phases(), job.partitions());
        rules.check(shape, isVirtual());
        check();

        return shape;
    }

    private void check()
    {
        if (!faults.isEmpty())
        {
            throw new JobException(faults);
        }
    }

    /** Returns the shape of a group, or null if it has a mistake. */
    private VmShape shape(final VmShape group)
    {
        final int before = faults.size();
        final int vms = number(group, StormSettings.VMS);
        final int vpes = number(group, StormSettings.VPES);
        final List<DeviceShape> devices = new ArrayList<>();
        long lpis = 0;
        long count = 0;
        long linesOfVm = 0;
        checkSenders(group);
        LaterRules.check(isVirtual(), group, durationNs(), this::addFault);
        AffinityRules.check(job.host(), isVirtual(), areMovesDrawn(), group, vpes, this::addFault);
        new PrivateRules(job, isVirtual(), isRecorded, this::addFault).check(group, vpes);
        for (final DeviceShape device : group.devices())
        {
            if (device.values().has(DeviceShape.PIN))
            {
                addFault(JobPaths.path(group, device) + '.' + DeviceShape.PIN.name(),
                    "only a device of a real VM has a pin (leave it out, or see gale device)");
            }
            final DeviceShape shape = shape(group, LineRules.sized(PrivateRules.sized(device, vpes)), vpes);
            if (shape != null)
            {
                devices.add(shape);
                lpis += shape.lpis();
                count += shape.count();
                linesOfVm += LineRules.isOne(device) ? shape.lpis() : 0;
                checkRequests(group, device, (long)vms * shape.count(), shape);
                checkMistake(group, device, shape);
            }
        }
        lines += vms * linesOfVm;
        LineRules.check(job.host(), isVirtual(), group, linesOfVm, lines, this::addFault);
        if (faults.size() == before)
        {
            checkSums(group, count, lpis);
        }
        final GuestShape guest = faults.size() == before ? guest(group) : null;

        if (faults.size() > before)
        {
            return null;
        }
        final VmShape shape = isVirtual() ? new VmShape(group.name(), vms, vpes, devices, guest) :
            new VmShape(group.name(), vms, vpes, devices);

        return shape.in(group.partition());
    }

    /** Checks that drivers and devices make no mistake on the wall clock, where a handler takes no time. */
    private void checkMistake(final VmShape group, final DeviceShape device, final DeviceShape shape)
    {
        final Mistake mistake = shape.stream().model() == null ? null : Mistake.of(shape.stream().model());
        if (mistake != null && !isVirtual())
        {
            addFault(JobPaths.path(group, device) + ".traffic", mistake.text() + " needs virtual time: on the wall " +
                "clock a handler takes no time (try clock: virtual, or leave it out)");
        }
    }

    /**
     * Returns a number of a group.
     *
     * @throws SettingException if an option gave one outside its range; the reader has checked those of files
     */
    private int number(final VmShape group, final Setting<Long> setting)
    {
        final long number = VmSizes.number(group.values(), setting, defaults.get(setting));
        SettingValues.check(setting, number);

        return (int)number;
    }

    /**
     * Returns the guests of a group. On the wall clock a guest takes the time of the host: one that has its own is
     * refused, and left out where an option chose that clock for a job of the virtual one.
     */
    private GuestShape guest(final VmShape group)
    {
        final GuestShape guest = VirtualSettings.guest(group.values());
        if (guest.drops() && job.host() != HostKind.GICV4)
        {
            addFault(JobPaths.path(group) + ".guest.drops",
                "needs a machine of kind gicv4, whose LPIs have no active state (try machine: {kind: gicv4}, " +
                    "or leave it out)");
        }
        if (guest.wfi() != GuestShape.Wfi.AUTO && job.host().isResident())
        {
            addFault(JobPaths.path(group) + ".guest.wfi",
                "needs a machine of kind kvm or gicv4, whose vCPUs leave their PEs (leave it out)");
        }
        if (isVirtual())
        {
            return guest;
        }
        if (guest.drops())
        {
            addFault(JobPaths.path(group) + ".guest.drops", "needs virtual time: on the wall clock a handler takes " +
                "no time, so that no interrupt is in progress (try clock: virtual, or leave it out)");
        }
        else if (!guest.isDefault() &&
            !job.values().valueOrDefault(StormSettings.CLOCK).equals(StormSettings.VIRTUAL))
        {
            addFault(JobPaths.path(group) + ".guest", "needs virtual time (try clock: virtual, or leave it out)");
        }

        return GuestShape.DEFAULT;
    }

    private boolean areMovesDrawn()
    {
        return !chosen(VectorSettings.MOVES).isNone();
    }

    private boolean isVirtual()
    {
        return chosen(StormSettings.CLOCK).equals(StormSettings.VIRTUAL);
    }

    /** Returns the value of a setting of the command line, else that of the job. */
    private <T> T chosen(final Setting<T> setting)
    {
        return messages.given().valueOr(setting, job.values().valueOrDefault(setting));
    }

    private void checkSums(final VmShape group, final long count, final long lpis)
    {
        if (group.devices().size() > 1 && group.values().has(StormSettings.LPIS) &&
            group.values().get(StormSettings.LPIS) != lpis)
        {
            addFault(JobPaths.path(group) + ".lpis", group.values().get(StormSettings.LPIS) +
                " is not the sum of the events of its devices, " + lpis + " (leave lpis out)");
        }
        if (count > StormSettings.DEVICES.max())
        {
            addFault(JobPaths.path(group) + ".devices", NumberText.count(count) +
                " devices of a VM are more than " + NumberText.count(StormSettings.DEVICES.max()));
        }
    }

    /** Refuses requests of models that all devices of the job together do not keep in memory. */
    private void checkRequests(
        final VmShape group, final DeviceShape device, final long devices, final DeviceShape shape)
    {
        final long before = requests;
        if (shape.stream().model() != null)
        {
            requests += devices * TrafficKinds.requests(shape.stream().model(), shape.events());
        }
        if (!isRecorded && before <= REQUEST_LIMIT && requests > REQUEST_LIMIT)
        {
            addFault(JobPaths.path(group, device) + '.' + JobForms.TRAFFIC + ".depth", NumberText.count(requests) +
                " requests of all devices up to here are more than the " + NumberText.count(REQUEST_LIMIT) +
                " of a job (try a lower depth, or fewer devices or VMs)");
        }
    }

    /** Refuses events that vCPUs send where the machine or the VM has no such vCPUs. */
    private void checkSenders(final VmShape group)
    {
        if (!isRecorded && job.host() == HostKind.GICV4)
        {
            group.devices().stream().filter(SenderDevices::hasIpis).forEach(device -> addFault(
                JobPaths.path(group, device) + '.' + JobForms.TRAFFIC + '.' + TraceSettings.IPIS.name(),
                SenderDevices.NO_INJECTION));
        }
        final List<DeviceShape> senders = group.devices().stream().filter(SenderDevices::isOne).toList();
        for (final DeviceShape device : senders)
        {
            final String refusal = SenderDevices.refusal(job.host(), device, senders.get(0));
            if (refusal != null)
            {
                addFault(JobPaths.path(group, device) + '.' + JobForms.TRAFFIC + '.' + JobForms.KIND, refusal);
            }
        }
    }

    /** Returns the shape of a group of devices, or null if it has a mistake. */
    private DeviceShape shape(final VmShape group, final DeviceShape device, final int vpes)
    {
        try
        {
            final boolean isOfLpis = group.devices().size() == 1 && group.values().has(StormSettings.LPIS);
            final SettingValues given = isOfLpis ? group.values().withAll(device.values()) : device.values();
            final VmSizes sizes =
                SenderDevices.isOne(device) ? SenderDevices.sizes(device, given, vpes) : VmSizes.of(given, defaults);
            if (messages.isOfOptions())
            {
                SettingValues.check(StormSettings.LPIS, sizes.lpis());          // those of a file are summed up
            }
            sizes.check();
            final StreamShape stream = stream(device.given(), (int)sizes.events());
            if (job.order() == HostShape.Order.GROUP &&
                stream instanceof ClosedStream closed && closed.window() > sizes.lpis())
            {
                throw new SettingException(StormSettings.WINDOW, closed.window(), " is not in 1 to ", sizes.lpis(),
                    ", the number of events of ", device.name(), " (each is in flight once)");
            }

            return new DeviceShape(device.name(), (int)sizes.devices(), (int)sizes.events(), target(device, vpes),
                device.values().valueOrDefault(DeviceShape.PRIORITY).intValue(), stream)
                .withLater(device, group.guest().later());
        }
        catch (final SettingException ex)
        {
            if (messages.isOfOptions())
            {
                throw ex;                                                       // there is no other group
            }
            faults.add(messages.fault(group, device, ex));

            return null;
        }
    }

    /**
     * Returns the VPEs of the events of devices: those of a trace have CPUs.
     *
     * @param vpes of the VM
     * @throws SettingException if there is no trace, or no such VPE
     */
    private static DeviceShape.Target target(final DeviceShape device, final int vpes)
    {
        if (SenderDevices.isOne(device))
        {
            return SenderDevices.target(device);
        }
        final boolean isTraced = device.given().traffic().source() != null;
        final DeviceShape.Target target = device.values().valueOr(
            DeviceShape.TARGET, isTraced ? DeviceShape.Target.TRACE : DeviceShape.TARGET.defaultValue());
        if (target.vpe() >= vpes)
        {
            throw new SettingException(DeviceShape.TARGET, target.label(), " is no VPE of a VM that has ", vpes,
                " (write 0 to ", vpes - 1, ", or more vpes)");
        }
        if (target.equals(DeviceShape.Target.TRACE) && !isTraced)
        {
            throw new SettingException(DeviceShape.TARGET, target.label(), " needs traffic of kind trace, and this is ",
                device.given().traffic().name(), " (try spread or vector)");
        }

        return target;
    }

    /**
     * Returns the stream of traffic.
     *
     * @throws SettingException if what the traffic says contradicts itself
     */
    private StreamShape stream(final GivenStream traffic, final int events)
    {
        final StreamShape stream = traffic.traffic().stream(traffic.values(), events, durationNs(), isRecorded);
        if (stream instanceof OpenStream open && open.spacing().bursts() != null && job.order() == HostShape.Order.HOST)
        {
            throw new SettingException(StormSettings.ARRIVALS, "'", open.spacing(), "' needs a job whose " +
                "groups have their own streams (write order: group in it, or try poisson)");
        }

        return stream;
    }

    private long durationNs()
    {
        return job.phases().isEmpty() ? messages.given().valueOr(StormSettings.DURATION,
            job.values().valueOr(StormSettings.DURATION, StormSettings.DURATION_UNLIMITED_NS)) :
            PhaseShape.sumNs(job.phases());
    }

    /** Returns the groups with a window for each closed stream. */
    private List<VmShape> withWindows(final List<VmShape> groups)
    {
        long closed = 0;
        for (final VmShape group : groups)
        {
            closed += group.count() *
                group.devices().stream().filter(device -> device.stream() instanceof ClosedStream).count();
        }
        final long share = ClosedStream.windowDefault(closed);

        return groups.stream().map(group -> group.with(
            group.devices().stream().map(device -> withWindow(device, share)).toList())).toList();
    }

    private static DeviceShape withWindow(final DeviceShape device, final long share)
    {
        return device.stream() instanceof ClosedStream closed && closed.window() == 0 ?
            device.with(new ClosedStream(Math.min(device.lpis(), share))) : device;
    }

    private void checkPhases(final List<VmShape> groups)
    {
        for (final PhaseShape phase : job.phases())
        {
            for (final PhaseShape.PhaseChange change : phase.changes())
            {
                change.devices(groups).forEach(device -> checkChange(
                    change, device, "phases." + phase.name() + ".change." + change.name(groups)));
            }
        }
    }

    private void checkChange(final PhaseShape.PhaseChange change, final DeviceShape device, final String path)
    {
        final TrafficKind kind = TrafficKinds.of(device.stream().kind());
        if (kind.isModel())
        {
            return;                                                             // the reader checked all of it
        }
        for (final TrafficKind other : TrafficKinds.ALL)
        {
            if (!other.isModel() && !other.changed().equals(kind.changed()) && change.values().has(other.changed()))
            {
                // The reader checked the kinds of the file: an option has changed one.
                addFault(path + '.' + other.changed().name(), "belongs to kind " + other.name() +
                    ", and the traffic of " + device.name() + " is " + kind.name() + " (leave out " +
                    OpenStream.option(messages.options()) + ')');
            }
        }
        if (device.stream().with(change.values()) instanceof ClosedStream closed && closed.window() > device.lpis())
        {
            addFault(path + ".window", closed.window() + " is not in 1 to " + device.lpis() +
                ", the number of events of " + device.name() + " (each is in flight once)");
        }
    }

    private void addFault(final String path, final String message)
    {
        faults.add(messages.fault(path, message));
    }
}
