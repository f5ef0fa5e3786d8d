package org.gale.engine.device.pci;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes of a guest to the configuration space of a function, without a client. */
public final class ConfigWrites
{
    private static final int CONTROL = 0x42;
    private static final int ENABLE = 1 << 15;
    private static final int MASK_ALL = 1 << 14;

    private ConfigWrites()
    {
    }

    /** Writes the control word of MSI-X, and notifies the function. */
    public static void control(final PciFunction function, final boolean isEnabled, final boolean isMasked)
    {
        final int word = (isEnabled ? ENABLE : 0) | (isMasked ? MASK_ALL : 0);
        function.config().write(CONTROL,
            ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short)word));
        function.configured();
    }
}
