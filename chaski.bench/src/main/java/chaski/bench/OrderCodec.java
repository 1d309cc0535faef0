package chaski.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes an order as a program would that needs no other type. Stateless. */
final class OrderCodec {

    private static final int MAX_TAGS = 1_000;

    private OrderCodec() {}

    static void write(ByteBuf out, BenchService.Order order) {
        out.writeLong(order.id());
        write(out, order.customer());
        out.writeInt(order.quantity()).writeDouble(order.price());
        out.writeShort(order.tags().size());
        order.tags().forEach(tag -> write(out, tag));
    }

    static BenchService.Order read(ByteBuf in) {
        long id = in.readLong();
        String customer = text(in);
        int quantity = in.readInt();
        double price = in.readDouble();
        int count = in.readUnsignedShort();
        List<String> tags = new ArrayList<>(Math.min(count, MAX_TAGS));
        for (int i = 0; i < count; i++) {
            tags.add(text(in));
        }
        return new BenchService.Order(id, customer, quantity, price, tags);
    }

    private static void write(ByteBuf out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length).writeBytes(utf8);
    }

    private static String text(ByteBuf in) {
        return in.readCharSequence(in.readUnsignedShort(), StandardCharsets.UTF_8)
                .toString();
    }
}
