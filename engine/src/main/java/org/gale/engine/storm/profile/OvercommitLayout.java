package org.gale.engine.storm.profile;

import java.util.List;
import java.util.Locale;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.storm.setting.SettingException;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;

/**
 * Layout of RAM of a storm of scheduled vCPUs, and the machine that has room for it. The device table and the ITTs lie
 * in the lower half; KVM allocates from the upper half. Immutable.
 */
final class OvercommitLayout
{
    /** The most LPI id bits of a guest of KVM. */
    static final int LPI_ID_BITS_LIMIT = 16;

    private static final int LPI_ID_BITS_MIN = 14;
    private static final long RAM_BASE = 0x4000_0000L;
    private static final long PAGE = 4096;
    private static final long RAM_BYTES_MIN = 8L << 20;
    private static final long HOST_BYTES = 4L << 20;
    private static final long VM_BYTES = 64L << 10;
    private static final long SNAPSHOT_BYTES = 256L << 10;
    private static final long SNAPSHOT_BYTES_PER_PAGE = PAGE + 2 * Long.BYTES;
    private static final int SNAPSHOT_PAGES_PER_VM = 6;
    private static final int SNAPSHOT_BYTES_PER_PE = 1024;
    private static final int SNAPSHOT_BYTES_PER_VCPU = 512;

    final int lpiIdBits;
    final int deviceIdBits;
    final int eventIdBits;
    final long deviceTableAddress = RAM_BASE;
    private final StormConfig config;
    private final long ittBase;
    private final long ittBytes;
    private final long lowerBytes;

    /**
     * Makes the layout of a storm.
     *
     * @throws SettingException if a guest of KVM cannot have so many LPIs
     */
    OvercommitLayout(final StormConfig config)
    {
        if (config.lpis() > 1 << LPI_ID_BITS_LIMIT)
        {
            throw new SettingException(StormSettings.LPIS, config.lpis(), " is more than ", 1 << LPI_ID_BITS_LIMIT,
                ", and KVM gives no guest more");
        }
        this.config = config;
        lpiIdBits = Math.max(LPI_ID_BITS_MIN, bits(config.lpis()));
        deviceIdBits = Math.max(1, bits(deviceCount()));
        eventIdBits = Math.max(1, bits(config.events()));
        ittBytes = aligned(Long.BYTES << eventIdBits);
        ittBase = aligned(deviceTableAddress + ((long)Long.BYTES << deviceIdBits));
        lowerBytes = ittBase + ittBytes * deviceCount() - RAM_BASE;
    }

    /** Returns the machine that has room for the storm. */
    MachineConfig machine(final String kvm)
    {
        final long istBytes = (long)Integer.BYTES << lpiIdBits;
        final long upperBytes =
            HOST_BYTES + config.vms() * (2 * istBytes + VM_BYTES + 2 * PAGE * config.vpes());
        final long halfBytes = Math.max(RAM_BYTES_MIN / 2, Math.max(lowerBytes, upperBytes));
        final long ramBytes = (2 * halfBytes + (1L << 20) - 1) & -(1L << 20);

        return MachineConfig.parse(List.of(String.format(Locale.ROOT, "ram=0x%x:0x%x", RAM_BASE, ramBytes),
            "pes=" + config.pes(), "kvm=" + kvm));
    }

    /** Returns about how many bytes a snapshot of the machine takes at most. */
    long snapshotBytes()
    {
        final long ittPages = pages((long)Long.BYTES * config.events());
        final long perVm = SNAPSHOT_PAGES_PER_VM + pages((long)Integer.BYTES * config.lpis()) +
            config.devices() * ittPages;

        return SNAPSHOT_BYTES + (pages(8L * deviceCount()) + perVm * config.vms()) * SNAPSHOT_BYTES_PER_PAGE +
            config.lpisInAll() / 4 + (long)SNAPSHOT_BYTES_PER_PE * (config.pes() + config.vms()) +
            (long)SNAPSHOT_BYTES_PER_VCPU * config.vms() * config.vpes();
    }

    /** Returns the number of devices of all VMs. */
    int deviceCount()
    {
        return config.vms() * config.devices();
    }

    /** Returns the address of the ITT of a device. */
    long ittAddress(final int deviceId)
    {
        return ittBase + deviceId * ittBytes;
    }

    private static long pages(final long bytes)
    {
        return aligned(bytes) / PAGE;
    }

    private static int bits(final int count)
    {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    private static long aligned(final long bytes)
    {
        return (bytes + PAGE - 1) & -PAGE;
    }
}
