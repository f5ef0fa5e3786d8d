package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Events of each group of VMs that wait, at the multiples of a step of time, and those of each open stream. The step
 * doubles whenever there are too many samples, and every second one is dropped. Owned by one thread.
 */
final class Backlogs
{
    /** Step at the begin, ns. */
    static final long FIRST_STEP_NS = 1024;
    /** Limit of the samples of a group. */
    static final int SAMPLE_LIMIT = 4096;

    private static final String OPEN = "open";
    private static final Set<String> BOUNDED = Set.of("closed", "io", "virtio");

    private final Topology topology;
    private final int[] groupOfVm;
    private final int[] streamOfDevice;
    private final int[] firstStreams;                               // by group
    private final long[] offered;                                   // by stream
    private final long[] merged;
    private final int[] waiting;                                    // by group
    private final int[][] samples;                                  // by group
    private final BitSet[] pes;                                     // that handled, by group
    private int count;
    private long stepNs = FIRST_STEP_NS;
    private long lastOfferNs;

    Backlogs(final Topology topology)
    {
        this.topology = topology;
        final List<VmShape> groups = topology.groups();
        groupOfVm = new int[topology.vms()];
        Arrays.setAll(groupOfVm, topology::groupOfVm);
        firstStreams = new int[groups.size() + 1];
        for (int group = 0; group < groups.size(); group++)
        {
            firstStreams[group + 1] = firstStreams[group] + groups.get(group).devices().size();
        }
        streamOfDevice = new int[topology.totalDevices()];
        Arrays.setAll(streamOfDevice, device ->
            firstStreams[groupOfVm[topology.vmOfDevice(device)]] + topology.deviceGroupOf(device));
        offered = new long[firstStreams[groups.size()]];
        merged = new long[offered.length];
        waiting = new int[groups.size()];
        samples = new int[groups.size()][SAMPLE_LIMIT];
        pes = new BitSet[groups.size()];
        Arrays.setAll(pes, group -> new BitSet());
    }

    /** Notes that an event is offered. */
    void offered(final long nowNs)
    {
        lastOfferNs = nowNs;
    }

    /** Notes that an event of a device was applied. */
    void applied(final int device, final boolean isMerged)
    {
        final int stream = streamOfDevice[device];
        offered[stream]++;
        merged[stream] += isMerged ? 1 : 0;
    }

    /** Notes that more events of a VM wait, or fewer. */
    void add(final int vm, final int change)
    {
        waiting[groupOfVm[vm]] += change;
    }

    /** Notes that a PE has handled an interrupt of a VM. */
    void handled(final int vm, final int pe)
    {
        pes[groupOfVm[vm]].set(pe);
    }

    /** Begins the judged part. */
    void measure()
    {
        Arrays.stream(pes).forEach(BitSet::clear);
    }

    /** Takes the samples in front of a time, to which the clock jumps. */
    void jumps(final long nextNs)
    {
        while (count * stepNs < nextNs)
        {
            sample();
        }
    }

    private void sample()
    {
        if (count == SAMPLE_LIMIT)
        {
            count /= 2;
            stepNs *= 2;
            for (final int[] ofGroup : samples)
            {
                for (int i = 0; i < count; i++)
                {
                    ofGroup[i] = ofGroup[2 * i];
                }
            }
            return;
        }
        for (int group = 0; group < samples.length; group++)
        {
            samples[group][count] = waiting[group];
        }
        count++;
    }

    /**
     * Returns the loads of the groups at the end of a run.
     *
     * @param peTimes of the PEs
     */
    List<Load> loads(final long endNs, final PeTimes peTimes)
    {
        jumps(endNs + 1);
        final List<Load> loads = new ArrayList<>();
        for (int group = 0; group < samples.length; group++)
        {
            loads.add(load(group, pes[group].stream().mapToLong(pe -> peTimes.leftPpm(pe, endNs)).min()
                .orElse(Load.WHOLE_PPM), peTimes.groups().judged(group)));
        }

        return loads;
    }

    private Load load(final int group, final long leftPpm, final Load.Spent spent)
    {
        final List<DeviceShape> devices = topology.groups().get(group).devices();
        final List<Load.Offers> open = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++)
        {
            if (devices.get(i).stream().kind().equals(OPEN))
            {
                open.add(new Load.Offers(offered[firstStreams[group] + i], merged[firstStreams[group] + i]));
            }
        }
        final List<Long> backlog = new ArrayList<>();
        for (int part = 1; part <= Load.PARTS; part++)
        {
            final long ns = lastOfferNs / Load.PARTS * part + lastOfferNs % Load.PARTS * part / Load.PARTS;
            backlog.add((long)samples[group][(int)(ns / stepNs)]);
        }

        return new Load(open, backlog,
            devices.stream().allMatch(device -> BOUNDED.contains(device.stream().kind())), leftPpm,
            spent);
    }
}
