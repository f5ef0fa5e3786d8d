package org.gale.engine.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import static org.gale.engine.config.MachineKeys.DEVICEID_BITS;
import static org.gale.engine.config.MachineKeys.EVENTID_BITS;
import static org.gale.engine.config.MachineKeys.PART_DEVICES;
import static org.gale.engine.config.MachineKeys.PART_ITSS;
import static org.gale.engine.config.MachineKeys.PART_WIRES;

/** ITS, DeviceID and wires of each IWB of a board. Immutable. */
final class IwbLayout
{
    private final Map<String, Object> values;
    /** Names of keys whose values are their defaults, for the board. */
    private final Set<String> superfluous;
    private final int[] itsOfIwb;
    private final long[] deviceOfIwb;
    private final int[] wiresOfIwb;

    /**
     * Lays out the IWBs.
     *
     * @throws IllegalArgumentException if a value does not fit the board, or two IWBs have one DeviceID at an ITS
     */
    IwbLayout(final Map<String, Object> values, final int iwbs, final int itss, final Set<String> superfluous)
    {
        this.values = values;
        this.superfluous = superfluous;
        this.itsOfIwb = new int[iwbs];
        this.deviceOfIwb = new long[iwbs];
        this.wiresOfIwb = new int[iwbs];
        lay(itss);
    }

    int itsOf(final int iwb)
    {
        return itsOfIwb[iwb];
    }

    long deviceOf(final int iwb)
    {
        return deviceOfIwb[iwb];
    }

    int wiresOf(final int iwb)
    {
        return wiresOfIwb[iwb];
    }

    private void lay(final int itss)
    {
        final Map<Long, Integer> taken = new HashMap<>();
        for (int iwb = 0; iwb < itsOfIwb.length; iwb++)
        {
            itsOfIwb[iwb] = (int)given(PART_ITSS.of(iwb), iwb % itss);
            deviceOfIwb[iwb] = given(PART_DEVICES.of(iwb), MachineLimits.IWB_DEVICE_ID + iwb);
            if (itsOfIwb[iwb] >= itss)
            {
                throw new IllegalArgumentException(PART_ITSS.of(iwb).name() + '=' + itsOfIwb[iwb] + ": itss=" + itss +
                    " counts from 0 to " + (itss - 1) + " (write itss=" + (itsOfIwb[iwb] + 1) + ')');
            }
            layWires(iwb);
            final int bits = DEVICEID_BITS.in(values);
            final boolean isGiven = PART_DEVICES.of(iwb).in(values) != null;
            if (isGiven && deviceOfIwb[iwb] >>> bits != 0)
            {
                throw new IllegalArgumentException(PART_DEVICES.of(iwb).name() + '=' + deviceOfIwb[iwb] +
                    " has more bits than deviceid_bits=" + bits);
            }
            final Integer other = taken.put((long)itsOfIwb[iwb] << Integer.SIZE | deviceOfIwb[iwb], iwb);
            if (other != null)
            {
                throw new IllegalArgumentException("IWB " + other + " and IWB " + iwb + " both have DeviceID " +
                    deviceOfIwb[iwb] + " at ITS " + itsOfIwb[iwb] + " (write another " + PART_DEVICES.of(iwb).name() +
                    ')');
            }
        }
    }

    private void layWires(final int iwb)
    {
        wiresOfIwb[iwb] = (int)given(PART_WIRES.of(iwb), MachineLimits.IWB_WIRES);
        final String name = PART_WIRES.of(iwb).name() + '=' + wiresOfIwb[iwb];
        if (wiresOfIwb[iwb] % Integer.SIZE != 0)
        {
            throw new IllegalArgumentException(name + " is no multiple of 32 (write " +
                (wiresOfIwb[iwb] + Integer.SIZE - wiresOfIwb[iwb] % Integer.SIZE) + ')');
        }
        final int bits = EVENTID_BITS.in(values);
        final boolean isGiven = PART_WIRES.of(iwb).in(values) != null;
        if (isGiven && (wiresOfIwb[iwb] - 1) >>> bits != 0)
        {
            throw new IllegalArgumentException(name + " are more events than eventid_bits=" + bits + " counts");
        }
    }

    private long given(final MachineKey<? extends Number> key, final long usual)
    {
        final Number value = key.in(values);
        if (value != null && value.longValue() == usual)
        {
            superfluous.add(key.name());
        }

        return value == null ? usual : value.longValue();
    }
}
