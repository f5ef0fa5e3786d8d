package org.gale.engine.gicv4;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random lines of guests and hosts: two VMs, toggles step by step, everything in between.
 */
final class RandomGuests
{
    private static final int VMS = 2;
    private static final int VCPUS = 3;
    private static final int EVENTS = 5;

    private RandomGuests()
    {
    }

    static List<String> lines(final SplittableRandom random, final int count)
    {
        final List<String> lines = new ArrayList<>();
        for (int vm = 0; vm < VMS; vm++)
        {
            lines.add("create_vm " + VCPUS);
            for (int event = 0; event < EVENTS; event++)
            {
                lines.add("map " + vm + " " + (vm + 1) + " " + event + " " + event % VCPUS + " " + (8192 + event));
                lines.add("config " + vm + " " + (8192 + event) + " " + 32 * (event + 1) + " 1");
            }
        }
        while (lines.size() < count)
        {
            lines.add(line(random));
        }

        return lines;
    }

    /** Returns a random line. */
    static String line(final SplittableRandom random)
    {
        final int vm = random.nextInt(VMS);
        final String vcpu = vm + " " + random.nextInt(VCPUS);
        final int event = random.nextInt(EVENTS);
        final int kind = random.nextInt(24);
        switch (kind)
        {
            case 0: return "begin enable " + vcpu;
            case 1: return "begin disable " + vcpu;
            case 2: return "enable " + vcpu;
            case 3: return "disable " + vcpu;
            case 4: return "move " + vm + " " + (vm + 1) + " " + event + " " + random.nextInt(VCPUS);
            case 5: return "moveall " + vcpu + " " + random.nextInt(VCPUS);
            case 6: return "config " + vm + " " + (8192 + event) + " " + random.nextInt(256) + " " + random.nextInt(2);
            case 7: return "load " + vcpu + " " + random.nextInt(2);
            case 8: return "put " + vcpu;
            case 9: return "block " + vcpu;
            case 10: return "sgi " + vcpu + " " + random.nextInt(16);
            case 11: return "discard " + vm + " " + (vm + 1) + " " + event;
            case 12: return "map " + vm + " " + (vm + 1) + " " + event + " " + random.nextInt(VCPUS) + " " +
                (8192 + event);
            case 13:
            case 14: return "ack " + vcpu;
            case 15: return "eoi " + vcpu + " " + (8192 + event);
            case 16:
            case 17:
            case 18: return "msi " + (vm + 1) + " " + event;
            default: return "step";
        }
    }
}
