package org.gale.engine.storm.scenario;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.gale.engine.config.NumberText;

/** Limits of what the groups of a host have together. Pure functions. */
public final class ShapeLimits
{
    /** The most LPIs of all VMs together. */
    static final int LPI_LIMIT = 1 << 24;

    private static final int DEVICE_LIMIT = 1 << 20;
    /** The most groups that a message names. */
    private static final int NAMED_LIMIT = 6;

    private ShapeLimits()
    {
    }

    /**
     * Checks a shape.
     *
     * @throws SettingException if there is more of something than a machine can have
     */
    static void check(final HostShape shape)
    {
        if (shape.isAlike())
        {
            checkAlike(shape.groups().get(0));
            return;
        }
        check(shape, "VMs", StormSettings.VMS.max(), VmShape::count);
        check(shape, "devices", DEVICE_LIMIT, group -> group.count() * group.deviceCount());
        check(shape, "LPIs", LPI_LIMIT, group -> group.count() * group.lpis());
    }

    private static void checkAlike(final VmShape group)
    {
        final long devices = group.deviceCount();
        final long lpis = group.lpis();
        if (group.count() * devices > DEVICE_LIMIT)
        {
            throw new SettingException(StormSettings.VMS, group.count(), " × ", StormSettings.DEVICES, " ", devices,
                " are ", group.count() * devices, " devices, more than ", DEVICE_LIMIT);
        }
        if (group.count() * lpis > LPI_LIMIT)
        {
            throw new SettingException(StormSettings.VMS, group.count(), " × ", StormSettings.LPIS, " ", lpis,
                " are ", group.count() * lpis, " LPIs, more than ", LPI_LIMIT);
        }
    }

    private static void check(
        final HostShape shape, final String what, final long limit, final ToLongFunction<VmShape> count)
    {
        final long sum = shape.groups().stream().mapToLong(count).sum();
        if (sum > limit)
        {
            throw new SettingException(StormSettings.VMS, NumberText.count(sum), " ", what, " are more than ",
                NumberText.count(limit), " (", parts(shape.groups(), count), ")");
        }
    }

    /** Returns the groups that make a sum, the largest first: {@code loud 36, quiet 4 and 3 more groups}. */
    public static String parts(final List<VmShape> groups, final ToLongFunction<VmShape> count)
    {
        final String named = groups.stream().sorted(Comparator.comparingLong(count).reversed()).limit(NAMED_LIMIT)
            .map(group -> group.name() + ' ' + NumberText.count(count.applyAsLong(group)))
            .collect(Collectors.joining(", "));
        final int more = groups.size() - NAMED_LIMIT;

        return more > 0 ? named + " and " + NumberText.counted(more, "more group") : named;
    }
}
