package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.figure.Figures;
import org.gale.engine.storm.scenario.Setting.Group;

/**
 * Shape of a storm's host: the groups of its VMs, the order of its events, and its phases. Every storm has one; that of
 * a storm by options is one group of VMs with one group of devices. Immutable.
 *
 * @param groups     in the order in which VMs are numbered, at least one
 * @param order      of the events
 * @param phases     one after another; none for a storm without phases
 * @param partitions that the groups name; none for a host that is not divided
 */
public record HostShape(
    List<VmShape> groups, Order order, List<PhaseShape> phases, List<PartitionShape> partitions)
{
    /** The most groups of VMs, whose indexes fit into a byte. */
    public static final int GROUP_LIMIT = 128;

    /** Order in which the events of a storm are offered. */
    public enum Order
    {
        /** One sequence, rate and window for the whole host. */
        HOST("host"),
        /** A stream for each group of devices of each VM. */
        GROUP("group");

        private final String label;

        Order(final String label)
        {
            this.label = label;
        }

        /** Returns the word that users write. */
        public String label()
        {
            return label;
        }
    }

    /** Setting that says how many sequences of random numbers a storm has. */
    public static final Setting<Order> ORDER = Setting.of("order", Group.PROFILE,
        SettingType.words(Order.class, List.of(Order.values()), Order::label))
        .defaultValue(Order.GROUP).help("");

    public HostShape
    {
        groups = List.copyOf(groups);
        phases = List.copyOf(phases);
        partitions = List.copyOf(partitions);
        assert !groups.isEmpty() : "no VMs";
        assert order == Order.GROUP || (groups.size() == 1 && groups.get(0).devices().size() == 1 &&
            phases.isEmpty()) : order;
    }

    /** Makes the shape of a host that is not divided. */
    public HostShape(final List<VmShape> groups, final Order order, final List<PhaseShape> phases)
    {
        this(groups, order, phases, List.of());
    }

    /** Returns the names of the groups. */
    public List<String> groupNames()
    {
        return groups.stream().map(VmShape::name).toList();
    }

    /** Returns the names of the phases. */
    public List<String> phaseNames()
    {
        return phases.stream().map(PhaseShape::name).toList();
    }

    /** Returns the figures of the storm and of its groups and phases. */
    public Figures figures()
    {
        return new Figures(groupNames(), phaseNames());
    }

    /** Returns the words of the name of a figure. */
    public FigureName figure(final String name)
    {
        return FigureName.of(name, groupNames(), phaseNames());
    }

    /**
     * Returns the shape of a host whose VMs are all alike.
     *
     * @param devices of a VM
     * @param events  of a device
     */
    public static HostShape alike(
        final int vms, final int vpes, final int devices, final int events, final StreamShape stream)
    {
        final DeviceShape device = new DeviceShape(
            "device", devices, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, stream);

        return new HostShape(List.of(new VmShape("vm", vms, vpes, List.of(device))), Order.HOST, List.of());
    }

    /** Returns whether there is one group of VMs with one group of devices, so that VMs and devices are all alike. */
    public boolean isAlike()
    {
        return groups.size() == 1 && groups.get(0).devices().size() == 1;
    }

    /** Returns the stream of each group of devices. */
    public Stream<StreamShape> streams()
    {
        return groups.stream().flatMap(group -> group.devices().stream()).map(DeviceShape::stream);
    }

    private Stream<ModelShape> models()
    {
        return streams().map(StreamShape::model).filter(model -> model != null);
    }

    /** Returns whether all streams are closed. */
    public boolean isClosedLoop()
    {
        return streams().allMatch(ClosedStream.class::isInstance);
    }

    /** Returns whether all streams follow a clock. */
    public boolean isOpenLoop()
    {
        return streams().allMatch(StreamShape::isClocked);
    }

    /** Returns whether some devices have models. */
    public boolean hasModels()
    {
        return models().findAny().isPresent();
    }

    /** Returns whether some devices offer a trace. */
    public boolean isTraced()
    {
        return models().anyMatch(model -> model.kind().equals(ModelShape.TRACE));
    }

    /** Returns whether some devices raise lines. */
    public boolean hasLines()
    {
        return models().anyMatch(ModelShape::isOfLines);
    }

    /** Returns whether some open streams come in bursts. */
    public boolean hasBursts()
    {
        return streams().anyMatch(stream -> stream instanceof OpenStream open && open.spacing().bursts() != null);
    }

    /**
     * Returns all streams that follow a clock as one, without bursts: a Poisson process if one of them is, or if there
     * are none.
     */
    public OpenStream together()
    {
        double perS = 0;
        for (final VmShape group : groups)
        {
            for (final DeviceShape device : group.devices())
            {
                perS += streams(group) * device.stream().events(1);
            }
        }
        final boolean isPoisson = streams().noneMatch(StreamShape::isClocked) ||
            streams().anyMatch(stream -> stream instanceof OpenStream open && open.spacing().isPoisson());

        return new OpenStream(Math.min(Long.MAX_VALUE, perS), isPoisson);
    }

    /** Returns the events in flight of all closed streams together. */
    long window()
    {
        long sum = 0;
        for (final VmShape group : groups)
        {
            for (final DeviceShape device : group.devices())
            {
                sum += device.stream() instanceof ClosedStream closed ? streams(group) * closed.window() : 0;
            }
        }

        return sum;
    }

    /** Returns the number of streams of a group of devices: one for the whole host, or one for each VM. */
    private int streams(final VmShape group)
    {
        return order == Order.HOST ? 1 : group.count();
    }

    /** Returns the number of VMs. */
    public long vms()
    {
        return groups.stream().mapToLong(VmShape::count).sum();
    }

    /** Returns the number of VPEs of all VMs. */
    public long vpes()
    {
        return groups.stream().mapToLong(group -> (long)group.count() * group.vpes()).sum();
    }

    /** Returns the number of devices of all VMs. */
    public long devices()
    {
        return groups.stream().mapToLong(group -> group.count() * group.deviceCount()).sum();
    }

    /** Returns the number of LPIs of all VMs, which is that of the events of all devices. */
    public long lpis()
    {
        return groups.stream().mapToLong(group -> group.count() * group.lpis()).sum();
    }
}
