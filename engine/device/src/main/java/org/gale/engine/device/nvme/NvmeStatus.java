package org.gale.engine.device.nvme;

/** Status of NVMe commands: type in bits 10 to 8, code in bits 7 to 0 (NVMe base specification, status field). */
final class NvmeStatus
{
    static final int SUCCESS = 0;
    static final int INVALID_OPCODE = 0x01;
    static final int INVALID_FIELD = 0x02;
    static final int COMMAND_ID_CONFLICT = 0x03;
    static final int DATA_TRANSFER_ERROR = 0x04;
    static final int INVALID_NAMESPACE = 0x0b;
    static final int COMMAND_SEQUENCE_ERROR = 0x0c;
    static final int PRP_OFFSET_INVALID = 0x13;
    static final int LBA_OUT_OF_RANGE = 0x80;
    static final int COMPLETION_QUEUE_INVALID = 0x100;
    static final int INVALID_QUEUE_ID = 0x101;
    static final int INVALID_QUEUE_SIZE = 0x102;
    static final int EVENT_LIMIT_EXCEEDED = 0x105;
    static final int INVALID_VECTOR = 0x108;
    static final int INVALID_LOG_PAGE = 0x109;
    static final int INVALID_QUEUE_DELETION = 0x10c;
    static final int FEATURE_NOT_SAVEABLE = 0x10d;

    private NvmeStatus()
    {
    }
}
