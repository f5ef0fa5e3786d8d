package org.gale.tables.gicv4;

import org.gale.tables.field.LongField;

/**
 * Commands of an ITS: four words of 64 bits each in the command queue, the opcode in bits 7:0 of the first. Fields are
 * named with the word that they lie in; bits that a command does not use are RES0.
 */
public final class ItsCommand
{
    /** Length of a command in bytes. */
    public static final int LENGTH = 4 * Long.BYTES;

    /** Opcode that moves an event and its pending bit to another collection. */
    public static final int MOVI = 0x01;
    /** Opcode that makes an event pending, as a device's write does. */
    public static final int INT = 0x03;
    /** Opcode that clears the pending bit of an event. */
    public static final int CLEAR = 0x04;
    /** Opcode that waits for earlier commands that concern a redistributor. */
    public static final int SYNC = 0x05;
    /** Opcode that maps a device to an interrupt translation table. */
    public static final int MAPD = 0x08;
    /** Opcode that maps a collection to a redistributor. */
    public static final int MAPC = 0x09;
    /** Opcode that maps an event to a physical LPI. */
    public static final int MAPTI = 0x0a;
    /** Opcode that maps an event to the physical LPI of the same number. */
    public static final int MAPI = 0x0b;
    /** Opcode that invalidates the cached property byte of an event's LPI or vLPI. */
    public static final int INV = 0x0c;
    /** Opcode that invalidates the cached property bytes of a collection. */
    public static final int INVALL = 0x0d;
    /** Opcode that moves every pending LPI of one redistributor to another. */
    public static final int MOVALL = 0x0e;
    /** Opcode that clears the pending bit of an event and unmaps it. */
    public static final int DISCARD = 0x0f;
    /** Opcode that moves an event and its pending bit to another vPE. */
    public static final int VMOVI = 0x21;
    /** Opcode that moves a vPE to another redistributor. */
    public static final int VMOVP = 0x22;
    /** Opcode that configures or clears a vSGI. */
    public static final int VSGI = 0x23;
    /** Opcode that waits for earlier commands that concern a vPE. */
    public static final int VSYNC = 0x25;
    /** Opcode that maps or unmaps a vPE. */
    public static final int VMAPP = 0x29;
    /** Opcode that maps an event to a vLPI. */
    public static final int VMAPTI = 0x2a;
    /** Opcode that maps an event to the vLPI of the same number. */
    public static final int VMAPI = 0x2b;
    /** Opcode that invalidates the cached property bytes of a vPE. */
    public static final int VINVALL = 0x2d;
    /** Opcode that reads the configuration of a default doorbell again. */
    public static final int INVDB = 0x2e;

    public static final LongField OPCODE = new LongField("OPCODE", 0, 8);
    public static final LongField DW0_DEVICE_ID = new LongField("DeviceID", 32, 32);
    public static final LongField DW0_ALLOC = new LongField("ALLOC", 8, 1);
    public static final LongField DW0_PTZ = new LongField("PTZ", 9, 1);
    public static final LongField DW0_VCONF_ADDR = new LongField("VCONF_ADDR", 16, 36);
    public static final LongField DW0_VSGI_ENABLE = new LongField("E", 8, 1);
    public static final LongField DW0_VSGI_CLEAR = new LongField("C", 9, 1);
    public static final LongField DW0_VSGI_PRIORITY = new LongField("PRIORITY", 20, 4);
    public static final LongField DW0_VSGI_INTID = new LongField("vINTID", 32, 4);
    public static final LongField DW1_EVENT_ID = new LongField("EventID", 0, 32);
    public static final LongField DW1_SIZE = new LongField("Size", 0, 5);
    public static final LongField DW1_INTID = new LongField("pINTID", 32, 32);
    public static final LongField DW1_VPEID = new LongField("vPEID", 32, 16);
    public static final LongField DW1_DEFAULT_DOORBELL = new LongField("DefaultDoorbell", 0, 32);
    public static final LongField DW2_ICID = new LongField("ICID", 0, 16);
    public static final LongField DW2_RDBASE = new LongField("RDbase", 16, 36);
    public static final LongField DW2_ITT_ADDR = new LongField("ITT_addr", 8, 44);
    public static final LongField DW2_VALID = new LongField("V", 63, 1);
    public static final LongField DW2_VINTID = new LongField("vINTID", 0, 32);
    public static final LongField DW2_DOORBELL = new LongField("Doorbell", 32, 32);
    public static final LongField DW2_SET_DOORBELL = new LongField("D", 0, 1);
    public static final LongField DW3_VPT_SIZE = new LongField("VPT_size", 0, 5);
    public static final LongField DW3_VPT_ADDR = new LongField("VPT_addr", 16, 36);
    public static final LongField DW3_RDBASE = new LongField("RDbase2", 16, 36);

    private ItsCommand()
    {
    }
}
