package chaski.remote.wire;

import static chaski.remote.wire.MessageFields.u8;
import static chaski.remote.wire.MessageFields.violation;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Encodes and decodes the values of properties, see {@link chaski.api.remote.ExportProperties}. Stateless. */
final class PropertyValueCodec {

    private static final int MAX_TEXT_BYTES = 0xFFFF;

    private PropertyValueCodec() {}

    /** How values are arranged; the codes are part of the wire protocol, and ascend from 0. */
    private enum Shape {
        SCALAR(0),
        ARRAY(1),
        PRIMITIVE_ARRAY(2),
        LIST(3),
        SET(4);

        private final int code;

        Shape(int code) {
            this.code = code;
        }

        static Shape of(Object value) {
            Class<?> element = value.getClass().getComponentType();
            if (element != null) {
                return element.isPrimitive() ? PRIMITIVE_ARRAY : ARRAY;
            }
            return value instanceof Set ? SET : value instanceof Collection ? LIST : SCALAR;
        }
    }

    static void encode(MessageFields.Out out, Object value) {
        Shape shape = Shape.of(value);
        out.u8(shape.code);
        switch (shape) {
            case SCALAR -> encodeScalar(out, value);
            case ARRAY, PRIMITIVE_ARRAY -> {
                ScalarType type = ScalarType.of(value.getClass().getComponentType());
                int length = Array.getLength(value);
                out.u8(type.code).i32(length);
                for (int i = 0; i < length; i++) {
                    type.write(out, Array.get(value, i));
                }
            }
            case LIST, SET -> {
                Collection<?> elements = (Collection<?>) value;
                out.i32(elements.size());
                elements.forEach(element -> encodeScalar(out, element));
            }
        }
    }

    private static void encodeScalar(MessageFields.Out out, Object value) {
        ScalarType type = ScalarType.of(value.getClass());
        out.u8(type.code);
        type.write(out, value);
    }

    static Object decode(ByteBuffer in) {
        Shape shape = Shape.values()[u8(in, Shape.values().length - 1, "shape of a value")];
        return switch (shape) {
            case SCALAR -> decodeScalar(in);
            case ARRAY, PRIMITIVE_ARRAY -> decodeArray(in, shape == Shape.PRIMITIVE_ARRAY);
            case LIST -> decodeElements(in, new ArrayList<>());
            case SET -> decodeElements(in, new LinkedHashSet<>());
        };
    }

    private static Object decodeArray(ByteBuffer in, boolean primitive) {
        ScalarType type = scalarType(in);
        if (primitive && type == ScalarType.STRING) {
            throw violation("type of elements", "a primitive type", type);
        }
        int length = length(in, type.minBytes());
        Object array = Array.newInstance(primitive ? type.primitive() : type.boxed(), length);
        for (int i = 0; i < length; i++) {
            Array.set(array, i, type.read(in));
        }
        return array;
    }

    private static Collection<Object> decodeElements(ByteBuffer in, Collection<Object> elements) {
        int length = length(in, 1 + 1);
        for (int i = 0; i < length; i++) {
            elements.add(decodeScalar(in));
        }
        return elements;
    }

    private static Object decodeScalar(ByteBuffer in) {
        return scalarType(in).read(in);
    }

    private static ScalarType scalarType(ByteBuffer in) {
        List<ScalarType> types = List.of(ScalarType.values());
        return types.get(u8(in, types.size() - 1, "type of a value"));
    }

    /** Reads the number of elements; there are at least so many bytes of each. */
    private static int length(ByteBuffer in, int minBytes) {
        int length = MessageFields.u31(in, "number of elements");
        if (length > in.remaining() / minBytes) {
            throw violation("number of elements", "as many as there are", length);
        }
        return length;
    }

    /** The types of elements; the codes are part of the wire protocol, and ascend from 0. */
    private enum ScalarType {
        STRING(0, String.class, String.class, 2),
        BOOLEAN(1, Boolean.class, boolean.class, 1),
        BYTE(2, Byte.class, byte.class, 1),
        CHARACTER(3, Character.class, char.class, 4),
        SHORT(4, Short.class, short.class, 4),
        INTEGER(5, Integer.class, int.class, 4),
        LONG(6, Long.class, long.class, 8),
        FLOAT(7, Float.class, float.class, 4),
        DOUBLE(8, Double.class, double.class, 8);

        private final int code;
        private final Class<?> boxed;
        private final Class<?> primitive;
        private final int minBytes;

        ScalarType(int code, Class<?> boxed, Class<?> primitive, int minBytes) {
            this.code = code;
            this.boxed = boxed;
            this.primitive = primitive;
            this.minBytes = minBytes;
        }

        /** {@return the type of a class, boxed or primitive} */
        static ScalarType of(Class<?> element) {
            for (ScalarType type : values()) {
                if (type.boxed == element || type.primitive == element) {
                    return type;
                }
            }
            throw new IllegalArgumentException("expected a value that was checked, got one of " + element);
        }

        Class<?> boxed() {
            return boxed;
        }

        Class<?> primitive() {
            return primitive;
        }

        int minBytes() {
            return minBytes;
        }

        void write(MessageFields.Out out, Object value) {
            switch (this) {
                case STRING -> out.text((String) value, MAX_TEXT_BYTES, "value of a property");
                case BOOLEAN -> out.u8((Boolean) value ? 1 : 0);
                case BYTE -> out.u8((Byte) value);
                case CHARACTER -> out.i32((Character) value);
                case SHORT -> out.i32((Short) value);
                case INTEGER -> out.i32((Integer) value);
                case LONG -> out.u64((Long) value);
                case FLOAT -> out.i32(Float.floatToRawIntBits((Float) value));
                case DOUBLE -> out.u64(Double.doubleToRawLongBits((Double) value));
            }
        }

        Object read(ByteBuffer in) {
            String what = "value of a property";
            return switch (this) {
                case STRING -> MessageFields.text(in, MAX_TEXT_BYTES, what);
                case BOOLEAN -> MessageFields.flag(in, what);
                case BYTE -> (byte) u8(in, what);
                case CHARACTER -> (char) MessageFields.i32(in, what);
                case SHORT -> (short) MessageFields.i32(in, what);
                case INTEGER -> MessageFields.i32(in, what);
                case LONG -> MessageFields.i64(in, what);
                case FLOAT -> Float.intBitsToFloat(MessageFields.i32(in, what));
                case DOUBLE -> Double.longBitsToDouble(MessageFields.i64(in, what));
            };
        }
    }
}
