'''Pooling over two spatial axes, with the parameters of ONNX.'''

import freetensor as ft

from freetensor.libop.windows import ones_if_none, paddings, windows_along


@ft.inline
def max_pool_(X, Y, auto_pad='NOTSET', dilations=None, kernel_shape=None, pads=None, strides=None):
    '''Maximum over sliding windows, written to `Y`. See `max_pool`.'''
    dilations = ones_if_none(dilations)
    strides = ones_if_none(strides)
    pads = paddings(auto_pad, pads, dilations, kernel_shape, strides)
    #! nid: L_n
    for n in range(X.shape(0)):
        #! nid: L_c
        for c in range(X.shape(1)):
            #! nid: L_h
            for h in range(Y.shape(2)):
                #! nid: L_w
                for w in range(Y.shape(3)):
                    #! nid: init
                    Y[n, c, h, w] = ft.min_value(X.dtype)
                    #! nid: L_kh
                    for kh in range(kernel_shape[0]):
                        #! nid: L_kw
                        for kw in range(kernel_shape[1]):
                            row = h * strides[0] + kh * dilations[0] - pads[0]
                            column = w * strides[1] + kw * dilations[1] - pads[1]
                            if row >= 0 and row < X.shape(2) and column >= 0 and column < X.shape(3):
                                #! nid: compute
                                Y[n, c, h, w] = ft.max(Y[n, c, h, w], X[n, c, row, column])


@ft.inline
def max_pool(X, auto_pad='NOTSET', dilations=None, kernel_shape=None, pads=None, strides=None):
    '''Maximum over sliding windows, as ONNX `MaxPool`: padding never wins.

    `Y[n, c, h, w] = max over kh, kw of X[n, c, h * stride + kh * dilation - pad, ...]`, and the least value of the
    type where a window lies in the padding altogether.

    Parameters
    ----------
    X : input (batch, channels, height, width)
    auto_pad : `"NOTSET"` (the default: `pads` must be given), `"VALID"` for none, `"SAME_UPPER"` or `"SAME_LOWER"`
        (an odd pixel goes to the beginning for UPPER, unlike in ONNX)
    dilations : distance of the elements of a window along each spatial axis, 1 by default
    kernel_shape : sizes of the window; must be given
    pads : `[top, left, bottom, right]`
    strides : distance of the windows along each spatial axis, 1 by default (not the window's size)

    Returns a new tensor (batch, channels, rows, columns).

    Errors: neither `pads` nor a usable `auto_pad` is an error while staging.
    '''
    dilations = ones_if_none(dilations)
    strides = ones_if_none(strides)
    pads = paddings(auto_pad, pads, dilations, kernel_shape, strides)
    Y = ft.empty([
        X.shape(0),
        X.shape(1),
        windows_along(X.shape(2), dilations[0], kernel_shape[0], pads[0], pads[2], strides[0]),
        windows_along(X.shape(3), dilations[1], kernel_shape[1], pads[1], pads[3], strides[1])
    ], X.dtype, X.mtype)
    #! nid: recur
    max_pool_(X, Y, auto_pad, dilations, kernel_shape, pads, strides)
    return Y


@ft.inline
def global_avg_pool_(X, Y):
    '''Mean over both spatial axes, written to `Y` (batch, channels). See `global_avg_pool`.'''
    #! nid: L_n
    for n in range(X.shape(0)):
        #! nid: L_c
        for c in range(X.shape(1)):
            #! nid: init
            Y[n, c] = 0
            #! nid: L_h
            for h in range(X.shape(2)):
                #! nid: L_w
                for w in range(X.shape(3)):
                    #! nid: compute
                    Y[n, c] += X[n, c, h, w]
            #! nid: flush
            Y[n, c] /= X.shape(2) * X.shape(3)


@ft.inline
def global_avg_pool(X):
    '''Mean over both spatial axes: `Y[n, c] = sum over h, w of X[n, c, h, w] / (height * width)`.

    `X` has shape (batch, channels, height, width) and a float type. Returns a new tensor (batch, channels).
    '''
    Y = ft.empty([X.shape(0), X.shape(1)], X.dtype, X.mtype)
    #! nid: recur
    global_avg_pool_(X, Y)
    return Y
